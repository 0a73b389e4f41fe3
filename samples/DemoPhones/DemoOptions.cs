using System.Net;

namespace CallCenter.DemoPhones;

/// <summary>Who plays, and how they behave. Chances are between 0 and 1.</summary>
internal sealed record DemoOptions
{
    /// <summary>The call center's SIP address.</summary>
    public required IPEndPoint Target { get; init; }

    /// <summary>Our own; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Agent phones have consecutive numbers from <see cref="FirstPhone"/> on.</summary>
    public required int Agents { get; init; }

    public required int FirstPhone { get; init; }

    /// <summary>With <c>{phone}</c> for the number. Null: phones do not register, they are called at a fixed contact.</summary>
    public string? Password { get; init; }

    public required IReadOnlyList<string> Numbers { get; init; }

    public required double CallsPerMinute { get; init; }

    /// <summary>Means of exponential distributions.</summary>
    public required TimeSpan Talk { get; init; }

    public required TimeSpan Patience { get; init; }

    public required TimeSpan RingMin { get; init; }

    public required TimeSpan RingMax { get; init; }

    public required double Declines { get; init; }

    public required double Misses { get; init; }

    public required double Holds { get; init; }

    /// <summary>Ends by itself after this time.</summary>
    public TimeSpan? Duration { get; init; }

    public required int Seed { get; init; }

    /// <summary>Signalling only: all phones share one silent socket. Agents end the calls, for callers cannot hear when they are served.</summary>
    public bool Silent { get; init; }

    /// <summary>Nothing is printed but the sums at the end.</summary>
    public bool Quiet { get; init; }

    /// <summary>Standard input is a pipe from the program that started us: its end is ours.</summary>
    public bool WithParent { get; init; }

    /// <summary>The API by which agents set themselves ready again after a missed call or a break; null: nobody does.</summary>
    public Uri? Api { get; init; }

    /// <summary>For the API; from the environment, never from the command line.</summary>
    public string? Token { get; init; }
}
