namespace CallCenter.Telephony.Tests.Torture;

/// <summary>One message of RFC 4475 or RFC 5118, and exactly what becomes of it.</summary>
internal sealed record TortureRow(string Section, string Name, string Expected)
{
    public static readonly TortureRow[] All = [.. ValidMessages.Rows, .. InvalidMessages.Rows, .. ApplicationMessages.Rows, .. Ipv6Messages.Rows];
}
