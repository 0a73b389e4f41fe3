using System.Globalization;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Transactions;

/// <summary>What names a transaction: RFC 3261 sections 17.1.3 (client) and 17.2.3 (server). One text, compared as it is.</summary>
internal readonly record struct TransactionKey(string Text)
{
    /// <summary>"the branch parameter in the top Via … and the method parameter in the CSeq header field" (17.1.3).</summary>
    public static TransactionKey OfClient(string branch, SipMethod method) => new($"c {method} {branch}");

    public static TransactionKey Of(SipResponse response) => OfClient(response.TopVia.Branch, response.CSeq.Method);

    /// <summary>Branch, sent-by and method (17.2.3). An ACK is of its INVITE's transaction.</summary>
    public static TransactionKey Of(SipRequest request) => OfServer(request, request.Method == SipMethod.Ack ? SipMethod.Invite : request.Method);

    /// <summary>The INVITE that a CANCEL is for (9.2): the same but for the method.</summary>
    public static TransactionKey OfCancelled(SipRequest cancel) => OfServer(cancel, SipMethod.Invite);

    private static TransactionKey OfServer(SipRequest request, SipMethod method)
    {
        var via = request.TopVia;
        return via.HasUniqueBranch
            ? new TransactionKey($"s {method} {via.SentBy.ToLowerInvariant()} {via.Branch}")
            : OfOldServer(request, method, via);
    }

    /// <summary>
    /// A client of RFC 2543: "Request-URI, To tag, From tag, Call-ID, CSeq, and top Via header field" (17.2.3). The To tag is left out: an ACK
    /// has ours there, its INVITE has none, and the rest tells transactions apart already.
    /// </summary>
    private static TransactionKey OfOldServer(SipRequest request, SipMethod method, Via via) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"o {method} {request.RequestUri} {request.From.Tag} {request.CallId} {request.CSeq.Number} {via.SentBy.ToLowerInvariant()} {via.Branch}"));
}
