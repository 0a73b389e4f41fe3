namespace CallCenter.Telephony.Tests.Media.Rtpengine;

/// <summary>An rtpengine for the tests of a class, at an address of this process and class of tests.</summary>
public sealed class OneRtpengine : IAsyncLifetime
{
    private static int last;

    public EndToEnd.Peers.Rtpengine Running { get; private set; } = null!;

    /// <summary>A loopback address that no other rtpengine of the tests has.</summary>
    public static string NextAddress() => $"127.{20 + Interlocked.Increment(ref last) % 100}.{Environment.ProcessId / 250 % 250}.{(Environment.ProcessId % 250) + 1}";

    public async ValueTask InitializeAsync() => Running = await EndToEnd.Peers.Rtpengine.Start(NextAddress());

    public ValueTask DisposeAsync() => Running.DisposeAsync();
}
