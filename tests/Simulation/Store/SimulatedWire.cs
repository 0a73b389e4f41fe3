namespace CallCenter.Simulation.Store;

/// <summary>The way between one process and the database: how bad it is now, and until when it is cut.</summary>
internal sealed class SimulatedWire
{
    public StoreFaults Faults { get; set; } = StoreFaults.None;

    /// <summary>Nothing of the process arrives before this.</summary>
    public DateTimeOffset RequestsFrom { get; set; }

    /// <summary>Nothing of the database arrives before this.</summary>
    public DateTimeOffset AnswersFrom { get; set; }
}
