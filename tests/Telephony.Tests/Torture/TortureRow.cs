namespace CallCenter.Telephony.Tests.Torture;

/// <summary>One message of RFC 4475, and exactly what becomes of it.</summary>
internal sealed record TortureRow(string Section, string Name, string Expected);
