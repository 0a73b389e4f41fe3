using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Telephony.Messages;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// Names that follow from the signalling, so that every repeat, over any edge and after any restart, finds the same call and builds the same
/// bytes (RELIABILITY S3, S4).
/// </summary>
internal static class CallIdentity
{
    /// <summary>The call that an INVITE makes, or its CANCEL is for: both have all four alike (RFC 3261 9.1).</summary>
    public static string KeyOf(SipRequest request) => KeyOf(request, request.CSeq.Number);

    /// <summary>The call whose INVITE had this number and otherwise what this request has.</summary>
    public static string KeyOf(SipRequest request, uint cseq) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{request.CallId}\n{request.From.Tag}\n{cseq}\n{request.RequestUri}"))[..32];

    /// <summary>Our tag in the caller's dialog.</summary>
    public static string TagOf(ActorId call) => Hash($"{call}/0/tag")[..16];

    /// <summary>The branch of a request of ours within a leg: CANCEL has its INVITE's (9.1). The token in it leads a stray response to its call.</summary>
    public static string BranchOf(Dialog dialog, SipMethod method, uint cseq)
    {
        var of = method == SipMethod.Cancel ? SipMethod.Invite : method;
        var remote = of == SipMethod.Invite ? "" : dialog.RemoteTag;
        var hash = Hash(string.Create(CultureInfo.InvariantCulture, $"{dialog.CallId}\n{dialog.LocalTag}\n{remote}\n{cseq}\n{of}"))[..16];
        return $"{Via.MagicCookie}{dialog.Token}-{hash}";
    }

    /// <summary>The leg that a branch of ours was made for.</summary>
    public static LegToken? TokenOf(string branch)
    {
        var end = branch.LastIndexOf('-');
        return end > Via.MagicCookie.Length && branch.StartsWith(Via.MagicCookie, StringComparison.Ordinal)
            && LegToken.TryParse(branch[Via.MagicCookie.Length..end], out var token) ? token : null;
    }

    /// <summary>For what has no call: probes, and requests of which no two are alike.</summary>
    public static string Unique() => RandomNumberGenerator.GetHexString(24, lowercase: true);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
