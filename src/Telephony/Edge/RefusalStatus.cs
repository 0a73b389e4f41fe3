using CallCenter.Actors;

namespace CallCenter.Telephony.Edge;

/// <summary>What a refusal of the core is called on the wire.</summary>
internal static class RefusalStatus
{
    public static int Of(Refusal reason) => reason switch
    {
        _ when reason.IsOfTheEngine() => 503,
        Refusal.CallUnknown or Refusal.CallEnded or Refusal.LegUnknown or Refusal.DialogMismatch => 481,

        // RFC 3261 12.2.2: "If the remote sequence number is … lower …, the request is out of order and MUST be rejected with a 500".
        Refusal.CSeqTooLow => 500,

        // RFC 3311 5.2: an offer before the answer to the one before it "MUST" get "a 500 … and … a Retry-After header field".
        Refusal.OfferNotAnswered => 500,
        Refusal.RequestPending => 491,
        Refusal.MediaNotAcceptable => 488,
        Refusal.QueueNotConfigured or Refusal.TenantUnknown or Refusal.RemovedFromConfiguration or Refusal.PhoneNotConfigured => 404,
        Refusal.TransferNotPossible => 603,
        Refusal.QueueFull => 480,
        Refusal.TooManyContacts => 403,
        _ => 480,
    };
}
