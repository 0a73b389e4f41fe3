using System.Security.Cryptography;
using System.Text;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Transactions;

/// <summary>The To tag of a response given without a transaction: the same for each repeat of the request (RFC 3261 8.2.7).</summary>
internal static class StatelessTag
{
    public static string Of(SipRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{request.CallId}\n{request.From.Tag}\n{request.CSeq}\n{request.TopVia}")))[..16];
}
