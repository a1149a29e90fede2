package board

// The groups of the document.
const (
	tagShop     = "shop"
	tagFront    = "front desk"
	tagOrder    = "order"
	tagWork     = "work"
	tagForecast = "forecast"
	tagAfter    = "after the work"
)

// commandTable lists every command once. A command that is missing here does not exist for the outside.
var commandTable = []CommandSpec{
	command[OpenShop](tagShop, "Open a shop", ShopConfigured{}),
	command[ConfigureShop](tagShop, "Replace the shop's settings", ShopConfigured{}),
	command[SetPerson](tagShop, "Add or change a person", PersonSet{}),
	command[RemovePerson](tagShop, "Remove a person", PersonRemoved{}, TeamSet{}, Pinned{}),
	command[SetPresence](tagShop, "Say who is here, away or off", PresenceSet{}),
	command[SetBay](tagShop, "Add or change a bay", BaySet{}),
	command[RemoveBay](tagShop, "Remove a bay", BayRemoved{}, TeamSet{}, Pinned{}),
	command[SetMaintenance](tagShop, "Put a bay out of use, or back", BayMaintenanceSet{}),
	command[SetTeam](tagShop, "Add or change a team", TeamSet{}),
	command[RemoveTeam](tagShop, "Dissolve a team", TeamRemoved{}),
	command[SetLabourTimes](tagShop, "Add or change standard labour times", LabourTimesSet{}),

	command[Book](tagFront, "Book an appointment", Booked{}),
	command[ConfirmAppointment](tagFront, "Record that the appointment was confirmed", AppointmentConfirmed{}),
	command[Rebook](tagFront, "Move an appointment", Rebooked{}, NoShowMarked{}, Booked{}),
	command[MarkNoShow](tagFront, "Record a no-show", NoShowMarked{}),
	command[Arrive](tagFront, "Record an arrival, booked or walk-in", Arrived{}),
	command[ChangeDetails](tagFront, "Change the master data of a visit", DetailsChanged{}),
	command[StartReception](tagFront, "Start the write-up", ReceptionStarted{}),
	command[Cancel](tagFront, "Cancel a visit", VisitEnded{}),
	command[LeaveUnrepaired](tagFront, "Record that the car left unrepaired", VisitEnded{}),
	command[CarryOver](tagFront, "Decide to keep a car over night", CarriedOver{}),
	command[AddNote](tagFront, "Add a note", NoteAdded{}),
	command[TellCustomer](tagFront, "Record a talk with the customer", CustomerTold{}),

	command[AddOperation](tagOrder, "Add an operation to the order", OperationAdded{}),
	command[ChangeOperation](tagOrder, "Change an operation", OperationChanged{}),
	command[CancelOperation](tagOrder, "Take an operation off the order", OperationCancelledEvent{}),
	command[SignOrder](tagOrder, "Record the signature and the promise", PromiseMade{}, OrderSigned{}),
	command[RePromise](tagOrder, "Change the promise", PromiseMade{}, CustomerTold{}),
	command[FindAdditional](tagOrder, "Record additional work found", AdditionalFoundEvent{}),
	command[AnswerAdditional](tagOrder, "Move additional work on",
		AdditionalMoved{}, OperationAdded{}, PromiseMade{}, CustomerTold{}),
	command[SetPart](tagOrder, "Add a part or move it on", PartSet{}),
	command[ImportOrder](tagOrder, "Bring in a signed order of another system",
		Arrived{}, ReceptionStarted{}, OperationAdded{}, PromiseMade{}, OrderSigned{}, DetailsChanged{}),

	command[Dispatch](tagWork, "Dispatch an operation", Dispatched{}),
	command[Recall](tagWork, "Take a dispatched operation back", Recalled{}),
	command[SetPin](tagWork, "Fix part of an operation's plan, or free it", Pinned{}),
	command[AdoptPlan](tagWork, "Take over what a plan says about operations", PlanAdopted{}),
	command[RejectPlan](tagWork, "Decline a proposed plan", PlanRejected{}),
	command[StartWork](tagWork, "Clock on", WorkStarted{}, PresenceSet{}),
	command[StopWork](tagWork, "Stop an operation or the whole vehicle", WorkStopped{}, VehicleStopped{}),
	command[EndStop](tagWork, "Lift a stop", StopEnded{}),
	command[FinishWork](tagWork, "Finish an operation", WorkFinished{}, SelfChecked{}, CarMoved{}, Inspected{}),
	command[SignSelfCheck](tagWork, "Sign the self-check", SelfChecked{}, CarMoved{}, Inspected{}),
	command[MoveCar](tagWork, "Move a car", CarMoved{}),
	command[SetHelp](tagWork, "Call for help, or end the call", HelpSet{}),
	command[ReportOverrun](tagWork, "Say that the work will not be finished in time", OverrunReported{}),
	command[AcknowledgeOverrun](tagWork, "Acknowledge a technician's warning", OverrunAcknowledged{}),

	command[AcknowledgePromiseAlert](tagForecast, "Take notice of the warning that a promise became unlikely",
		PromiseAlertAcknowledged{}),
	internal(command[RaisePromiseAlert](tagForecast, "Warn that a promise became unlikely", PromiseAlertRaised{})),
	internal(command[NoteForecast](tagForecast, "Write down what the forecast says about a promise", ForecastNoted{})),

	command[Inspect](tagAfter, "Record an inspection", Inspected{}),
	command[ReleaseRework](tagAfter, "Give rework out", ReworkReleased{}),
	command[StartWash](tagAfter, "Start the wash", WashStarted{}),
	command[FinishWash](tagAfter, "Finish the wash", WashEnded{}),
	command[SkipWash](tagAfter, "Let the car go without a wash", WashEnded{}),
	command[Settle](tagAfter, "Settle", Settled{}),
	command[VoidSettlement](tagAfter, "Take a settlement back", SettlementVoided{}),
	command[Deliver](tagAfter, "Hand the car over", Delivered{}),
	command[FollowUpCall](tagAfter, "Record the follow-up call", FollowedUp{}),
	command[Correct](tagAfter, "Correct where a visit stands", Corrected{}),
}
