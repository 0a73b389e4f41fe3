using CallCenter.Telephony.Transactions;

namespace CallCenter.Telephony.Tests.Transactions;

/// <summary>Every machine takes every input in every state: late, doubled and foreign ones change nothing they should not.</summary>
public class EveryInputTests
{
    private static readonly TransactionInput[] Inputs =
    [
        TransactionInput.Begin.Instance, TransactionInput.Repeat.Instance, TransactionInput.Ack.Instance, TransactionInput.SendFailed.Instance,
        .. new[] { 100, 180, 200, 299, 300, 486, 699 }.SelectMany(status =>
            new TransactionInput[] { new TransactionInput.Response(status), new TransactionInput.Respond(status) }),
        .. Enum.GetValues<TransactionTimer>().Select(timer => new TransactionInput.Fired(timer)),
    ];

    private static readonly (string Name, Func<TransactionState, TransactionInput, TransactionTimes, TransactionStep> Next)[] Machines =
    [
        (nameof(InviteClient), InviteClient.Next), (nameof(InviteServer), InviteServer.Next),
        (nameof(NonInviteClient), NonInviteClient.Next), (nameof(NonInviteServer), NonInviteServer.Next),
    ];

    [Fact]
    public void A_terminated_machine_does_nothing_any_more()
    {
        foreach (var (name, next) in Machines)
        {
            foreach (var input in Inputs)
            {
                var step = next(new TransactionState(TransactionPhase.Terminated, false), input, TransactionTimes.Default);
                Assert.True(step.Acts.Length == 0 && step.State.Phase == TransactionPhase.Terminated, $"{name} {input}");
            }
        }
    }

    [Fact]
    public void A_machine_ends_exactly_when_it_says_so()
    {
        foreach (var (name, next) in Machines)
        {
            foreach (var phase in Enum.GetValues<TransactionPhase>().Where(phase => phase != TransactionPhase.Terminated))
            {
                foreach (var input in Inputs)
                {
                    foreach (var reliable in new[] { false, true })
                    {
                        var step = next(new TransactionState(phase, reliable, TransactionTimes.Default.T1), input, TransactionTimes.Default);
                        var says = step.Acts.Any(act => act.Kind == TransactionActKind.Terminate);
                        Assert.True(says == (step.State.Phase == TransactionPhase.Terminated), $"{name} {phase} {input}");
                        Assert.True(!says || step.Acts[^1].Kind == TransactionActKind.Terminate, $"{name} {phase} {input}: the end comes last");
                    }
                }
            }
        }
    }

    [Fact]
    public void No_timer_of_retransmission_runs_over_a_reliable_transport()
    {
        foreach (var (name, next) in Machines)
        {
            foreach (var input in Inputs)
            {
                foreach (var phase in Enum.GetValues<TransactionPhase>())
                {
                    if (input is TransactionInput.Fired)
                    {
                        continue;
                    }

                    var step = next(new TransactionState(phase, true), input, TransactionTimes.Default);
                    Assert.DoesNotContain(step.Acts, act => act is
                    {
                        Kind: TransactionActKind.StartTimer,
                        Timer: TransactionTimer.A or TransactionTimer.D or TransactionTimer.E or TransactionTimer.G
                            or TransactionTimer.I or TransactionTimer.J or TransactionTimer.K,
                    });
                    Assert.NotNull(name);
                }
            }
        }
    }
}
