using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Cluster.Sharding;
using CallCenter.Simulation.Store;
using static CallCenter.Simulation.Rules.Rulebook;

namespace CallCenter.Simulation.Rules;

/// <summary>
/// O5: what an answer stands on is in the journal. P2 for everybody: an answer is never older than what anybody had been answered when it was
/// asked for, so a process that lost the shard cannot be heard any more.
/// </summary>
internal sealed class AnswerRules(SimulatedDatabase database)
{
    private readonly long[] answered = new long[database.ShardCount];

    internal readonly record struct Question(ActorId To, int Shard, long Floor);

    public Question Asked(ActorId to)
    {
        var shard = ShardHash.ShardOf(to, database.ShardCount);
        return new Question(to, shard, answered[shard]);
    }

    public void Answered(Question question, Answer answer)
    {
        if (answer is not Answer.Answered given)
        {
            return;
        }

        Require(given.Position <= database.Shard(given.Shard).Count, "O5", $"{question.To} answered at {given.Shard}:{given.Position}, the journal ends at {database.Shard(given.Shard).Count}");
        Require(given.Position >= question.Floor, "P2", $"{question.To} answered at {given.Shard}:{given.Position}, {question.Floor} was answered before it was asked");
        answered[given.Shard] = Math.Max(answered[given.Shard], given.Position);
    }
}
