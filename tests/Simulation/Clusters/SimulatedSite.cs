using CallCenter.Cluster.Hosting;
using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using CallCenter.Simulation.Machines;
using CallCenter.Simulation.Store;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Clusters;

/// <summary>What all processes of one simulated cluster share, and what it puts into each of them.</summary>
internal sealed class SimulatedSite
{
    /// <summary>How wrong a quartz may be: the ratio of lease and self-stop tolerates much more.</summary>
    private const double RateError = 0.05;

    private readonly Plants plants;
    private readonly TimeSpan passivateAfter;
    private readonly bool hasBadClocks;
    private int starts;

    public SimulatedSite(VirtualTime time, Random random, int shards, Plants plants)
    {
        (Time, Random, this.plants) = (time, random, plants);
        Database = new SimulatedDatabase(time, shards);
        Server = new SimulatedServer(Database, time, random.Next(), time.After) { IsFenceUnlocked = plants.FenceIsUnlocked, LocksAreOfSessions = plants.LocksAreOfSessions };
        Register = new SimulatedRegister(Database) { RenewsByExpiry = plants.RenewsByExpiry };
        Network = new SimulatedNetwork(time, random);
        passivateAfter = TimeSpan.FromSeconds(5 + random.Next(60));
        hasBadClocks = random.Next(2) == 0;
    }

    public VirtualTime Time { get; }

    public Random Random { get; }

    public SimulatedDatabase Database { get; }

    public SimulatedServer Server { get; }

    public SimulatedRegister Register { get; }

    public SimulatedNetwork Network { get; }

    /// <summary>A frame leaves a process.</summary>
    public Action<ClusterProcess, Frame> Leaving { get; set; } = (_, _) => { };

    public double Rate() => hasBadClocks ? 1 - RateError + (2 * RateError * Random.NextDouble()) : 1;

    public NodeOptions NodeOptions() => plants.In(new NodeOptions { PassivateAfter = passivateAfter, Seed = Random.Next() });

    public NodeClock Clock(TimeProvider machine) => plants.Clock(machine);

    public MemberOptions MemberOptions(string name, string address, Roles roles) =>
        new() { Cluster = "simulation", Name = name, Address = address, Roles = roles, Seed = Random.Next(), Start = new Guid(++starts, 0, 0, new byte[8]) };
}
