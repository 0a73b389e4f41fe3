using CallCenter.Actors.Calls;

namespace CallCenter.Telephony.Media;

/// <summary>What the media noticed by itself. Told on a receiving thread: be quick, and never wait.</summary>
public abstract record MediaNotice(MediaSlot Slot, MediaSide Side)
{
    /// <summary>The far end of this side pressed a digit (0–9, *, #, A–D; RFC 4733) and released it: once per press.</summary>
    public sealed record DigitPressed(MediaSlot Slot, MediaSide Side, char Digit) : MediaNotice(Slot, Side);
}
