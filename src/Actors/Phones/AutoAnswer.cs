namespace CallCenter.Actors.Phones;

/// <summary>
/// Whether a phone is told in its INVITE to answer by itself, and in which words: there is no one way that all makers know. Written in journals: append only.
/// </summary>
public enum AutoAnswer
{
    None = 0,

    /// <summary><c>Call-Info: …;answer-after=0</c>.</summary>
    CallInfo = 1,

    /// <summary><c>Alert-Info: …;info=alert-autoanswer;delay=0</c>.</summary>
    AlertInfo = 2,
}
