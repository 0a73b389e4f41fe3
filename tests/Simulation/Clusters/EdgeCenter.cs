using CallCenter.Actors;
using CallCenter.Cluster;
using CallCenter.Simulation.Rules;
using CallCenter.Simulation.World;

namespace CallCenter.Simulation.Clusters;

/// <summary>
/// The center as the world meets it: through the edge process, which holds on to what it was told and repeats it until it is answered or refused,
/// wherever in the cluster the actor is.
/// </summary>
internal sealed class EdgeCenter(Func<ClusterProcess> edge, VirtualTime time, Random random, AnswerRules rules) : ICenter
{
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(2);

    public void Tell(ActorId to, object command, Action<Answer>? done = null)
    {
        var isOver = false;
        void Once()
        {
            if (isOver)
            {
                return;
            }

            Ask(edge(), to, command, Take);
            time.After(TimeSpan.FromMilliseconds(300 + random.Next(2500)), Once);
        }

        void Take(Answer answer)
        {
            if (!isOver && answer is not Answer.Unknown && answer is not Answer.Refused { Reason: Refusal.MailboxFull or Refusal.LaneFull })
            {
                isOver = true;
                done?.Invoke(answer);
            }
        }

        Once();
    }

    /// <summary>Asks once, through any process.</summary>
    public void Ask(ClusterProcess through, ActorId to, object command, Action<Answer> done) => through.Machine.Turn(() =>
    {
        var asked = rules.Asked(to);
        through.Cluster.Ask(to, command, AskTime, answer =>
        {
            rules.Answered(asked, answer);
            done(answer);
        });
    });
}
