namespace CallCenter.Api.Access;

/// <summary>Whether the token of a request still stands: what lasts (a stream) asks again, since tokens are ended and expire.</summary>
internal sealed record Standing(Func<bool> Stands);
