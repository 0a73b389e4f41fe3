namespace CallCenter.Telephony.Messages;

/// <summary>A method of RFC 3261 7.1 and its extensions. Case-sensitive; any token is a method, only some are known to us.</summary>
public readonly record struct SipMethod(string Name)
{
    public static readonly SipMethod Invite = new("INVITE");
    public static readonly SipMethod Ack = new("ACK");
    public static readonly SipMethod Cancel = new("CANCEL");
    public static readonly SipMethod Bye = new("BYE");
    public static readonly SipMethod Options = new("OPTIONS");
    public static readonly SipMethod Register = new("REGISTER");
    public static readonly SipMethod Info = new("INFO");
    public static readonly SipMethod Prack = new("PRACK");
    public static readonly SipMethod Update = new("UPDATE");
    public static readonly SipMethod Refer = new("REFER");
    public static readonly SipMethod Notify = new("NOTIFY");
    public static readonly SipMethod Subscribe = new("SUBSCRIBE");
    public static readonly SipMethod Message = new("MESSAGE");
    public static readonly SipMethod Publish = new("PUBLISH");

    private static readonly SipMethod[] Standard =
        [Invite, Ack, Cancel, Bye, Options, Register, Info, Prack, Update, Refer, Notify, Subscribe, Message, Publish];

    /// <summary>Of some RFC, so that 405 fits where we do not serve it; any other token gets 501.</summary>
    public bool IsStandard => Array.IndexOf(Standard, this) >= 0;

    /// <summary>The method of this name, without a new string for those that are known.</summary>
    public static SipMethod Of(ReadOnlySpan<char> name)
    {
        foreach (var method in Standard)
        {
            if (name.SequenceEqual(method.Name))
            {
                return method;
            }
        }

        return new SipMethod(name.ToString());
    }

    public override string ToString() => Name;
}
