namespace CallCenter.Chaos.Load;

/// <summary>What a caller itself says of its call: the words of Scenarios/caller.xml.</summary>
internal enum CallStep
{
    Placed,
    Answered,

    /// <summary>Its BYE was answered with 200.</summary>
    Ended,

    /// <summary>The center ended it: lost.</summary>
    Released,

    /// <summary>Never answered: lost in set-up.</summary>
    Refused,

    /// <summary>Its BYE was not answered with 200: the center had lost it.</summary>
    Unended,

    /// <summary>sipp gave it up: a message came that fits no step, or an INVITE or BYE found nobody.</summary>
    Aborted,
}

/// <summary>One call as its caller sees it.</summary>
/// <param name="At">When the caller said it, on the monotone clock.</param>
/// <param name="WasAnswered">Whether it was ever established.</param>
internal sealed record CallSeen(CallStep Step, long At, bool WasAnswered);
