namespace CallCenter.Telephony.Tests.Edge;

internal static class Ending
{
    /// <summary>The duty has ended so. Nothing is waited for: in virtual time it has or it has not.</summary>
    public static bool IsOver(this Task<bool> duty, bool done) => duty.IsCompletedSuccessfully && duty.Result == done;
}
