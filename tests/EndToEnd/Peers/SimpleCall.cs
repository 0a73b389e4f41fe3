namespace CallCenter.EndToEnd.Peers;

/// <summary>A call of the plainest kind, over a socket: answered at once, since its callers are when they are queued, and hung up.</summary>
internal static class SimpleCall
{
    /// <summary>The 200 that it was answered with.</summary>
    public static async Task<string> Call(this SipSocket caller, string number, string call)
    {
        await caller.Send(caller.Invite(number, call));
        var ok = (await caller.Next("SIP/2.0 200")).Message;
        await caller.Send(InDialog(caller, "ACK", ok, call, 1));
        return ok;
    }

    public static async Task HangUp(this SipSocket caller, string ok, string call)
    {
        await caller.Send(InDialog(caller, "BYE", ok, call, 2));
        await caller.Next("SIP/2.0 200");
    }

    /// <summary>By the route that a proxy recorded, where there is one.</summary>
    private static string InDialog(SipSocket peer, string method, string ok, string call, int cseq) =>
        peer.Request(method, SipSocket.ContactUri(ok), call, cseq, ok.Contains("Record-Route:", StringComparison.Ordinal) ? $"Route: {SipSocket.Header(ok, "Record-Route")}\r\n" : "", to: SipSocket.Header(ok, "To"));
}
