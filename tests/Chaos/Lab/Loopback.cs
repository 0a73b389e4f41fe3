namespace CallCenter.Chaos.Lab;

/// <summary>Without root or namespaces: every host is an address of loopback, and no wire can be cut.</summary>
internal sealed class Loopback : Network
{
    public override bool CanCut => false;

    public override string Interface => "lo";

    protected override string Prefix => "127.77.21";

    public override IReadOnlyList<string> On(string host) => [];

    public override Task Cut(string from, string to) => throw new NotSupportedException("wires of loopback cannot be cut");

    public override Task Heal() => Task.CompletedTask;

    public override Task Float(string to) => throw new NotSupportedException("an address of loopback does not move");
}
