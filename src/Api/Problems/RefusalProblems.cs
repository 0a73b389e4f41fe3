using CallCenter.Actors;

namespace CallCenter.Api.Problems;

/// <summary>Refusal → problem, all in one place. A test asks for every refusal.</summary>
internal static class RefusalProblems
{
    public static Problem Of(Refusal refusal, string? detail) => Of(refusal) with { Detail = detail };

    private static Problem Of(Refusal refusal) => refusal switch
    {
        Refusal.MailboxFull or Refusal.LaneFull => Problem.Of(503, "overloaded", "Too much is asked at once") with { RetryAfter = TimeSpan.FromSeconds(1), Fix = "Ask again a little later." },
        Refusal.Impaired => Problem.Of(503, "impaired", "The center cannot store anything at present") with { RetryAfter = TimeSpan.FromSeconds(5) },

        Refusal.CallUnknown or Refusal.LegUnknown => Problem.Of(404, "call-unknown", "There is no such call"),
        Refusal.CallEnded => Problem.Of(409, "call-ended", "The call has ended"),
        Refusal.ValueNotAcceptable => Problem.Of(422, "data-invalid", "The attached value cannot be taken"),
        Refusal.AttachedDataFull => Problem.Of(422, "data-full", "The call has as many attached values as it may have") with { Fix = "Remove one first." },

        Refusal.TransferNotPossible => Problem.Of(409, "transfer-not-possible", "The caller cannot be given there now") with { Fix = "Read the call: it must be talking to the agent, and the number's rules must take this caller." },
        Refusal.NotTheAgentsCall => Problem.Of(409, "not-talking", "The caller does not talk to that agent") with { Fix = "Read the call: its last segment must go on." },
        Refusal.HeldByPhone => Problem.Of(409, "held-by-phone", "The agent's phone holds the call itself") with { Fix = "Retrieve it at the phone." },
        Refusal.PhoneCannotAnswer => Problem.Of(409, "phone-cannot-answer", "The phone takes no order to answer") with { Fix = "Answer at the phone. One that can says so in its ringing: Allow-Events: talk." },
        Refusal.RequestPending => Problem.Of(409, "request-pending", "What was asked before is not through yet") with { Fix = "Ask again a little later." },
        Refusal.SegmentUnknown => Problem.Of(404, "segment-unknown", "No agent has had such a part of the call") with { Where = "/segment", Fix = "Read the call: its segments have ids." },
        Refusal.SummaryClosed => Problem.Of(409, "summary-closed", "The summary is not changed any more") with { Fix = "It was written longer ago than 'edit-for' of 'summaries' in the configuration document, or changed too often." },
        Refusal.OfferIsStale => Problem.Of(409, "not-ringing", "No phone rings for it any more") with { Fix = "Read the call." },
        Refusal.StayUnknown or Refusal.StayEnded => Problem.Of(409, "call-not-waiting", "The call does not wait there") with { Fix = "Read the call: it was answered, went elsewhere, or has not come in yet." },
        Refusal.OfferInProgress => Problem.Of(409, "call-offered", "The call is being offered to another agent") with { Fix = "Ask again when that offer is over, if the call still waits." },

        Refusal.QueueNotConfigured => Problem.Of(404, "queue-not-configured", "There is no such queue") with { Fix = "Add it to 'queues' in the configuration document." },

        Refusal.AgentNotConfigured => Problem.Of(404, "agent-not-configured", "There is no such agent") with { Fix = "Add it to 'agents' in the configuration document." },
        Refusal.AgentNotReady => Problem.Of(409, "agent-not-ready", "The agent is not ready"),
        Refusal.AgentSignedOut => Problem.Of(409, "agent-signed-out", "The agent is signed out") with { Fix = "Sign in first: state 'not-ready' or 'ready'." },
        Refusal.AgentBusy => Problem.Of(409, "agent-busy", "The agent is in a contact") with { Fix = "Wait for the end of the contact." },
        Refusal.PhoneUnreachable => Problem.Of(503, "phone-unreachable", "The phone cannot be reached") with { Fix = "See that it is registered; it is used as soon as it answers." },
        Refusal.PhoneNotConfigured => Problem.Of(422, "phone-not-configured", "There is no such phone") with { Where = "/phone", Fix = "Use a key of 'phones' in the configuration document." },
        Refusal.ReasonUnknown => Problem.Of(422, "reason-unknown", "The reason is not one of the tenant's") with { Where = "/reason", Fix = "Use a key of 'reasons' in the configuration document." },
        Refusal.SummaryMissing => Problem.Of(409, "summary-missing", "The summary of the agent's last call is not written") with { Fix = "Write it with PUT /api/v1/calls/{id}/summary; 'summaryDue' of the agent's row names the segment." },
        Refusal.BreakQuotaFull => Problem.Of(409, "break-quota-full", "As many of the team as may are on a break") with { Where = "/reason", Fix = "Ask again later; GET /api/v1/breaks says who has one." },
        Refusal.BreakNotGiven => Problem.Of(409, "break-quota-full", "The agent was given no break") with { Where = "/reason", Fix = "The team rations this reason since a moment ago: ask again." },
        Refusal.AlarmUnknown => Problem.Of(404, "alarm-unknown", "There is no such open alarm"),
        Refusal.SeatTaken => Problem.Of(409, "seat-taken", "Another agent is signed in at this phone") with { Where = "/phone", Fix = "Sign the other one out, or use another phone." },

        Refusal.ConfigurationInvalid => Problem.Of(422, "configuration-invalid", "The document cannot be taken"),
        Refusal.VersionConflict => Problem.Of(409, "version-conflict", "Another version is in force") with { Where = "header:If-Match", Fix = "Read the document again, and change that." },
        Refusal.TenantUnknown => Problem.Of(404, "tenant-unknown", "There is no such tenant") with { Fix = "Send its document with PUT /api/v1/config." },
        Refusal.RemovedFromConfiguration => Problem.Of(404, "removed-from-configuration", "It is no longer in the configuration"),

        // What only actors say to each other: nobody outside meets it, unless two writers race.
        _ => Problem.Of(409, "conflict", "It does not fit what is going on") with { Where = Http.ApiJson.Word(refusal), Fix = "Read the present state, and decide again." },
    };
}
