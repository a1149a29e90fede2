package board

// Commands gives one empty value of every command, so that the outside can
// build its routes and documents from one list.
func Commands() []Command {
	return []Command{
		OpenShop{}, ConfigureShop{}, SetPerson{}, RemovePerson{}, SetPresence{}, SetBay{}, RemoveBay{}, SetMaintenance{}, SetTeam{}, RemoveTeam{}, SetLabourTimes{},
		Book{}, ConfirmAppointment{}, Rebook{}, MarkNoShow{}, Arrive{}, ChangeDetails{}, StartReception{}, AddOperation{}, ChangeOperation{}, CancelOperation{},
		SignOrder{}, RePromise{}, TellCustomer{}, AddNote{}, Dispatch{}, Recall{}, SetPin{}, AdoptPlan{}, RejectPlan{}, StartWork{}, StopWork{}, EndStop{}, FinishWork{}, SignSelfCheck{},
		MoveCar{}, SetHelp{}, WarnLate{}, SeeWarning{}, Inspect{}, ReleaseRework{}, StartWash{}, FinishWash{}, SkipWash{}, Settle{}, VoidSettlement{}, Deliver{},
		FollowUpCall{}, Cancel{}, LeaveUnrepaired{}, CarryOver{}, FindAdditional{}, AnswerAdditional{}, SetPart{}, Correct{}, ImportOrder{},
		AcknowledgeWarning{}, NoteForecast{}, WarnPromise{},
	}
}
