namespace CallCenter.DemoPhones;

/// <summary>All that is random, from one seed. On the loop only.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random random = new(seed);

    public bool Of(double share) => random.NextDouble() < share;

    public TimeSpan Between(TimeSpan min, TimeSpan max) => min + (max - min) * random.NextDouble();

    /// <summary>Exponential, at most ten times the mean.</summary>
    public TimeSpan Around(TimeSpan mean) => mean * Math.Min(-Math.Log(1 - random.NextDouble()), 10);

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
