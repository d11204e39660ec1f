//! Why a command on a case is refused.

crate::event_kind::refusals! {
    /// The fact that stands in the way of a command on a case.
    pub enum Refusal {
        /// The case was reported before.
        CaseAlreadyReported,
        /// There is no such case.
        CaseUnknown,
        /// The case is closed.
        CaseClosed,
        /// The case is with somebody of a wider mandate; their outcome comes first.
        CaseEscalated,
        /// The case is not escalated.
        CaseNotEscalated,
        /// Nobody escalates to the House but a meeting beside it that the region lets do so.
        DoesNotEscalateToHouse,
        /// The report adds nothing.
        NothingToComplete,
        /// A family has at least one member, a person is one member.
        SubjectDoesNotFitKind,
        /// The members of the subject were identified; the subject cannot be replaced.
        SubjectAlreadyIdentified,
        /// The case's subject has no such member.
        MemberUnknown,
        /// The region knows no such municipality.
        MunicipalityUnknown,
        /// The region knows no such theme.
        ThemeUnknown,
        /// The region knows no such meeting type.
        MeetingTypeUnknown,
        /// A report is for a shielded kind of meeting or for none yet; this kind is not shielded.
        MeetingTypeNotShielded,
        /// The case is shielded: its own kind of meeting discusses it, no other, and no briefing weighs it.
        CaseShielded,
        /// Only a detention report carries a day of release.
        ReleaseDateNotExpected,
        /// A report cannot be linked to itself.
        LinkedToItself,
        /// The report was linked to that case before.
        AlreadyLinked,
        /// The case to link to is not active.
        LinkedCaseNotActive,
        /// The report was not linked to that case.
        NotLinked,
        /// What the report means for that case's plan was assessed before.
        LinkAlreadyAssessed,
        /// The mayor is advised on a BIJ report alone.
        NoBijReport,
        /// The mayor was advised on this report.
        MayorAlreadyAdvised,
        /// Whoever advises the mayor is mandated for it by the municipality of residence.
        NotMandated,
        /// An advice cannot be decided on a day that lies ahead.
        AdviceInTheFuture,
        /// What set the report off must be known before weighing.
        TriggerMissing,
        /// The municipality of residence must be known before weighing, and before its mayor is advised.
        MunicipalityMissing,
        /// The theme of a current concern must be known before weighing.
        ThemeMissing,
        /// Under the municipality's own arrangement this report is never put on a briefing.
        KeptFromBriefing,
        /// The case was weighed, and not provisionally.
        AlreadyWeighed,
        /// The case went past weighing.
        PastWeighing,
        /// The region knows no such criterion.
        CriterionUnknown,
        /// What is met is not enough for the meeting to which the decision leads.
        CriteriaNotMet,
        /// The day to which a decision is deferred must lie ahead.
        DeferredToThePast,
        /// A bilateral handling names at least two partners.
        PartnersMissing,
        /// The meeting named is no briefing.
        MeetingIsNoBriefing,
        /// There is no such meeting.
        MeetingUnknown,
        /// The meeting was called off.
        MeetingCalledOff,
        /// The meeting was held.
        MeetingAlreadyHeld,
        /// The meeting named is of another type.
        MeetingIsOfAnotherType,
        /// The meeting named is another subregion's theme table.
        MeetingIsOfAnotherSubregion,
        /// The meeting named works through another municipality's list.
        MeetingIsOfAnotherMunicipality,
        /// The subject is younger than whom such a meeting discusses.
        SubjectTooYoung,
        /// The reporter has nothing to hear.
        NoFeedbackOwed,
        /// The reporter has yet to hear of the decision.
        FeedbackOutstanding,
        /// The case has not been weighed.
        NotWeighed,
        /// The briefing decided on something else than a meeting.
        NoDecisionToSchedule,
        /// The briefing decided on another kind of meeting, or the case is scheduled for one.
        DecisionNamesAnotherMeeting,
        /// Only weighing happens in a briefing.
        BriefingIsForWeighing,
        /// Under a local arrangement the municipal contact decides with the House where it is discussed, and is not named.
        MunicipalContactMissing,
        /// Where it is discussed is not the municipal contact's to decide.
        MunicipalContactNotExpected,
        /// Whoever is named is no contact of the municipality of residence.
        NotTheMunicipalContact,
        /// The table keeps a register of its own: the case is referred there.
        TableKeepsOwnRegister,
        /// The case is on this agenda, or no other meeting to move to is named.
        AlreadyScheduled,
        /// Such a meeting discusses a case once; it comes back on the agenda for a reason.
        DiscussedOnce,
        /// The case is on no agenda.
        NotScheduled,
        /// A plan holds at least one agreement.
        AgreementsMissing,
        /// A plan holds at least one goal.
        GoalsMissing,
        /// An agreement is due before the plan is set.
        AgreementDueBeforePlan,
        /// Such a meeting builds on pillars, and an agreement stands on none.
        PillarMissing,
        /// Such a meeting builds on other pillars.
        PillarUnknown,
        /// Such a meeting does not build on pillars.
        PillarNotExpected,
        /// There is no plan in force.
        NoPlanInForce,
        /// There is a plan in force; it ends with results.
        PlanInForce,
        /// The case is back on the agenda; the meeting comes first.
        BackOnAgenda,
        /// The plan in force has no such agreement.
        AgreementUnknown,
        /// The state of an agreement is the case holder's and its owner's to record.
        NotTheOwner,
        /// This contact was recorded.
        ContactAlreadyRecorded,
        /// A contact cannot lie ahead.
        ContactInTheFuture,
        /// A contact cannot lie before the plan.
        ContactBeforePlan,
        /// When another partner asks, or a new report endangers the plan, the case holder is consulted first.
        CaseHolderNotConsulted,
        /// The partner that asks is not named.
        AskingPartnerMissing,
        /// Only when a partner asks is one named.
        AskingPartnerNotExpected,
        /// This professional is the case holder.
        AlreadyCaseHolder,
        /// The new end is not later than the present one.
        EndNotLater,
        /// A ZSM advice names at least one measure.
        MeasuresMissing,
        /// The case has not come to a meeting that could advise.
        NotYetDiscussed,
        /// There is no ZSM advice to withdraw.
        NoZsmAdvice,
        /// Only the case holder judges the results.
        NotTheCaseHolder,
        /// The case holder has yet to judge the results.
        ResultsNotJudged,
        /// The decision is provisional: the report comes back to a later briefing.
        DecisionProvisional,
        /// The decision leads to a meeting.
        MeetingOutstanding,
        /// The partner that reports it done is not named.
        NotReportedDone,
        /// The partner that reports it done is none of those that handle it.
        NotAHandlingPartner,
        /// The case is hidden.
        CaseHidden,
        /// The case is not hidden.
        CaseNotHidden,
        /// The use of the case's data is restricted.
        UseIsRestricted,
        /// The use of the case's data is not restricted.
        UseNotRestricted,
        /// The case is not closed.
        CaseNotClosed,
        /// A legal hold keeps the case.
        LegalHoldInForce,
        /// There is no legal hold to lift.
        NoLegalHold,
        /// The term for which the case is kept has not passed.
        TermNotPassed,
        /// The case's data was erased.
        CaseErased,
        /// The case's data was not erased.
        CaseNotErased,
        /// The destruction of the case's keys was recorded.
        DestructionRecorded,
        /// The case is not on the agenda of that meeting.
        NotOnThatAgenda,
        /// Somebody is listed once for a case and a meeting.
        AlreadyListed,
        /// Nobody is listed under this account.
        NotListed,
        /// The partner has yet to answer the request that was sent before.
        AlreadyAsked,
        /// The last day for an answer has passed.
        AnswerDueInThePast,
        /// The case has no such information request.
        RequestUnknown,
        /// The request was answered or withdrawn.
        RequestNotOpen,
        /// The request was sent to somebody else.
        NotTheAddressee,
        /// The item was shared before.
        InformationAlreadyShared,
        /// The case has no such item.
        InformationUnknown,
        /// An item is its source's, and the House's.
        NotTheSource,
        /// The annex of the meeting knows no such information.
        CategoryNotInAnnex,
        /// Information is not shared when the client has withdrawn consent.
        ConsentNotGiven,
        /// The source shares on a ground of its own.
        ConsentNotNeeded,
        /// The client stands to it as was recorded before.
        ConsentAlreadyRecorded,
        /// The glass is broken for the account, and stays so for a while.
        GlassIsBroken,
        /// An organisation refers to another one.
        ReferredToItself,
        /// No organisation hands a case over to the House.
        ReferredToTheHouse,
        /// An earlier referral to that organisation has not ended.
        AlreadyReferred,
        /// A referral is of the organisation that offers it, and of the House.
        NotTheReferrer,
        /// The case has no such referral.
        ReferralUnknown,
        /// The referral was answered, or revoked.
        ReferralNotOpen,
        /// A referral is answered by its receiver, and by the House on the receiver's behalf.
        NotTheReceiver,
        /// The referral was not accepted, or has ended.
        ReferralNotAccepted,
        /// The referral was rejected, done or revoked.
        ReferralEnded,
        /// Where the care network knows the person, it is decided who picks it up.
        PickUpUndecided,
        /// Veilig Thuis has a running case: partners of the House take no actions.
        HandledByVeiligThuis,
        /// No meeting is to come to which the client could be invited.
        NoMeetingToCome,
        /// That can only be so after an invitation.
        ReasonFollowsInvitation,
        /// Who was there was not recorded.
        AttendanceNotRecorded,
        /// That somebody takes part in the first part only is decided by two organisations at least.
        NotDecidedJointly,
        /// Whoever decides on who takes part was at the table.
        DeciderNotAtTable,
        /// Somebody first sums up for the client, and is named.
        SummaryMissing,
        /// There was nobody to sum up for.
        SummaryNotExpected,
        /// Whoever sums up for the client takes part when the client does.
        NotThereForTheDecision,
        /// The client was not there.
        ClientWasAbsent,
        /// The meeting does not work through life areas.
        NotThroughLifeAreas,
        /// No life area is named.
        LifeAreasMissing,
        /// Systematic offenders are indicated in another meeting.
        NotIndicatedHere,
        /// The person is no systematic offender.
        NotASystematicOffender,
        /// The day of the review must lie ahead.
        ReviewInThePast,
        /// Work towards placement ends on a day that is named.
        TermMissing,
        /// This indication does not end of itself.
        TermNotExpected,
        /// The day on which the indication ends must lie ahead.
        TermInThePast,
        /// Work towards placement is for two years at most.
        TermTooLong,
        /// The file of interventions is built while a probation report is asked for.
        NoProbationReportAskedFor,
        /// Nothing ends before it begins.
        EndsBeforeItBegins,
        /// Only what was tried is recorded.
        TriedInTheFuture,
        /// The region knows no such other House.
        OtherHouseUnknown,
        /// A handover gives one category at least.
        NothingToHandOver,
        /// Only who the case is about and the plan go over to another House.
        CategoryStaysHere,
        /// The client is not invited.
        ClientNotInvited,
        /// Such a meeting notifies nobody by letter.
        NobodyNotified,
        /// A letter that was sent cannot lie ahead.
        LetterInTheFuture,
    }
}
