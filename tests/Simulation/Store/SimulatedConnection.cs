namespace CallCenter.Simulation.Store;

/// <summary>What the process at this end is like: its own timers, which stand still while it is frozen, and what reaches it.</summary>
/// <param name="After">One of its timers.</param>
/// <param name="Turn">Something arrives: now, after it was frozen, or never any more.</param>
internal sealed record ClientProcess(Action<TimeSpan, Action> After, Action<Action> Turn)
{
    /// <summary>For tests of contracts: everything at once, no time-out ever.</summary>
    public static readonly ClientProcess Immediate = new((_, _) => { }, happens => happens());
}

/// <summary>
/// One process's connections of one purpose. A call that nobody answers in time fails, and what the server does with it is the server's: it may
/// commit long after. Whatever fails is unknown to the caller.
/// </summary>
/// <param name="later">The simulation's time; null: everything at once.</param>
internal sealed class SimulatedConnection(SimulatedServer server, SimulatedWire wire, ClientProcess process, TimeSpan timeout, TimeProvider time, int seed = 0, Action<TimeSpan, Action>? later = null)
{
    private readonly Random random = new(seed);

    public SimulatedServer Server => server;

    public Task<T> Read<T>(Func<T> read)
    {
        if (random.NextDouble() < wire.Faults.ReadFails)
        {
            return Run<T>([], () => throw new StatementFailedException("read failed"));
        }

        return Run<T>([], () => (read(), null));
    }

    public Task<T> Run<T>(IReadOnlyList<(int, LockMode)> locks, Func<(T Answer, Func<T>? Commit)> body, ShardLocks.Holder? session = null)
    {
        var call = new Call<T>(process, server);
        var drawn = random.NextDouble();
        if (drawn < wire.Faults.LostBefore)
        {
            Way(wire.AnswersFrom, () => call.Fail(new StatementFailedException("connection reset")));
            return call.Task;
        }

        var isAnswerLost = drawn < wire.Faults.LostBefore + wire.Faults.LostAfter;
        process.After(timeout, () => call.GiveUp(new TimeoutException("no answer in time")));
        Way(wire.RequestsFrom, () =>
        {
            // A request that is still in the socket when its client closes it never arrives.
            if (!call.IsGivenUp)
            {
                Arrive(call, locks, body, session, isAnswerLost);
            }
        });
        return call.Task;
    }

    /// <summary>The client does something else for a while, by its own clock.</summary>
    public Task Pause(TimeSpan length)
    {
        var over = new TaskCompletionSource();
        process.After(length, over.SetResult);
        return over.Task;
    }

    private void Arrive<T>(Call<T> call, IReadOnlyList<(int, LockMode)> locks, Func<(T, Func<T>?)> body, ShardLocks.Holder? session, bool isAnswerLost)
    {
        void Back(Action arrives) => Way(wire.AnswersFrom, arrives);
        try
        {
            server.Run(locks, body,
                answer => Back(() => call.Finish(isAnswerLost ? null : () => answer)),
                failure => Back(() => call.Fail(failure)), session);
        }
        catch (StatementFailedException failure)
        {
            Back(() => call.Fail(failure));
        }
    }

    private void Way(DateTimeOffset opens, Action arrives)
    {
        if (later is null)
        {
            arrives();
            return;
        }

        var delay = (random.Next(100) == 0 && wire.Faults.StallMax > wire.Faults.DelayMax ? wire.Faults.StallMax : wire.Faults.DelayMax) * random.NextDouble();
        var closed = opens - time.GetUtcNow();
        later(closed > delay ? closed : delay, arrives);
    }

    /// <summary>One statement that somebody waits for.</summary>
    private sealed class Call<T>
    {
        private readonly TaskCompletionSource<T> done = new();
        private readonly ClientProcess process;
        private readonly SimulatedServer server;

        public Call(ClientProcess process, SimulatedServer server)
        {
            (this.process, this.server) = (process, server);
            server.Died += Died;
        }

        public Task<T> Task => done.Task;

        public bool IsGivenUp { get; private set; }

        public void Finish(Func<T>? answer)
        {
            if (answer is null)
            {
                Fail(new StatementFailedException("connection reset"));
            }
            else
            {
                process.Turn(() => Complete(() => done.TrySetResult(answer())));
            }
        }

        public void Fail(Exception failure) => process.Turn(() => GiveUp(failure));

        public void GiveUp(Exception failure) => Complete(() => done.TrySetException(failure));

        private void Died() => Fail(new StatementFailedException("terminating connection due to crash of the server"));

        private void Complete(Action outcome)
        {
            if (!IsGivenUp)
            {
                IsGivenUp = true;
                server.Died -= Died;
                outcome();
            }
        }
    }
}
