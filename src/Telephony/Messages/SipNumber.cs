namespace CallCenter.Telephony.Messages;

/// <summary>1*DIGIT where the field has no upper bound: Expires, Retry-After, the expires of a Contact.</summary>
public static class SipNumber
{
    /// <summary>The number; one that does not fit counts as the largest (RFC 4475 3.1.2.4). Null when it is not all digits.</summary>
    public static uint? Saturated(ReadOnlySpan<char> digits)
    {
        digits = digits.Trim(" \t");
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        ulong number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (ulong)(digit - '0');
            if (number > uint.MaxValue)
            {
                return uint.MaxValue;
            }
        }

        return (uint)number;
    }
}
