using CallCenter.Actors.Calls;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Calls;

/// <summary>The body of <c>POST /calls/{id}/digits</c>. <see cref="Key"/> names the order, so that a request that is sent again presses nothing twice.</summary>
internal sealed record DigitsOrder
{
    private const int KeyMax = 64;

    public string? Digits { get; init; }

    /// <summary>Left out, each request is an order of its own.</summary>
    public string? Key { get; init; }

    public Problem? Check() => this switch
    {
        { Digits: null or { Length: 0 or > Pressed.DigitsMax } } => Problems.Problems.BodyInvalid("/digits", $"1 to {Pressed.DigitsMax} digits are sent at a time.", "Send {\"digits\":\"12#\"}."),
        { Digits: { } digits } when !digits.All(digit => digit is >= '0' and <= '9' or '*' or '#' or >= 'A' and <= 'D') => Problems.Problems.BodyInvalid("/digits", "A digit is 0–9, *, #, or A–D."),
        { Key: { Length: 0 or > KeyMax } } => Problems.Problems.BodyInvalid("/key", $"A key has 1 to {KeyMax} characters."),
        _ => null,
    };
}
