using System.Globalization;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Tests.Queues.Waiting;

/// <summary>
/// The choice of the estimator, measured: what each candidate said of a wait against what came (docs/routing.md has the table that this prints).
/// Last to enter service (LES), head of line (HOL), queue length (QL) and queue length with abandonment (QLm) are those of Ibrahim and Whitt 2009.
/// </summary>
public sealed class ForecastErrorTests(ITestOutputHelper output)
{
    private static readonly Floor[] Floors =
    [
        new("20 agents, load 1.2", 20, 20, 1.2, 180, 300, 24),
        new("20 agents, load 1.0", 20, 20, 1.0, 180, 600, 24),
        new("100 agents, load 1.1", 100, 100, 1.1, 180, 300, 8),
        new("3 agents, load 1.1", 3, 3, 1.1, 180, 600, 48),
        new("30, then 15 agents", 30, 15, 1.1, 180, 600, 2),
        new("20 agents, 4 speak Korean, as 30 % of callers need", 20, 20, 1.1, 180, 600, 24) { Koreans = 4, KoreanShare = 0.3 },
        new("15, then 30 agents", 15, 30, 1.8, 180, 600, 2),
    ];

    [Fact]
    public void No_other_estimator_of_what_a_queue_can_see_is_nearer_to_what_comes()
    {
        foreach (var floor in Floors)
        {
            var runs = Enumerable.Range(1, floor.Agents == floor.Later ? 4 : 30).Select(seed => new Overload(floor, seed).Run().Answers).ToList();
            var errors = runs[0].Keys.ToDictionary(name => name, name => new Errors([.. runs.SelectMany(run => run[name])]));
            foreach (var (name, error) in errors)
            {
                output.WriteLine($"{floor.Name} | {name} | {error}");
            }

            var ours = errors.Values.First();
            Assert.True(ours.Count > 1000, floor.Name);
            Assert.All(errors.Where(error => !error.Key.Contains("known", StringComparison.Ordinal)), other => Assert.True(ours.Mean <= other.Value.Mean * 1.03, $"{floor.Name}: {other.Key} {other.Value}, ours {ours}"));
        }
    }

    private sealed class Errors(IReadOnlyList<(double Said, double Came)> answers)
    {
        public int Count => answers.Count;

        /// <summary>Mean absolute error, seconds.</summary>
        public double Mean { get; } = answers.Average(answer => Math.Abs(answer.Said - answer.Came));

        public override string ToString()
        {
            var relative = Mean / answers.Average(answer => answer.Came);
            var bias = answers.Average(answer => answer.Said - answer.Came);
            var within = answers.Average(answer => WaitRanges.Of(TimeSpan.FromSeconds(answer.Said)).Holds(TimeSpan.FromSeconds(answer.Came)) ? 1.0 : 0);
            return string.Create(CultureInfo.InvariantCulture, $"{Mean:F0} s | {relative:P0} | {bias:+0;-0} s | {within:P0} | {Count}");
        }
    }
}
