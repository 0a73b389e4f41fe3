using CallCenter.Cluster.Storage;

namespace CallCenter.Simulation.Store;

/// <summary>How a statement went, as its client hears it.</summary>
internal sealed class StatementFailedException(string why) : IOException(why);

/// <summary>
/// A PostgreSQL server as its clients meet it: a statement is a transaction that takes its locks in order, looks at what is committed, and holds
/// the locks until its commit is on the disk and on the standby. Commits go into the log in order; one that is under way when the server dies
/// may or may not be there afterwards, and then so are all before it. What was answered stays.
/// </summary>
/// <param name="database">What is on its disk.</param>
/// <param name="time">The simulation's time, for its delays.</param>
/// <param name="seed">Of its delays and of what survives a crash.</param>
/// <param name="later">Lets something happen after a while; at once in tests of contracts.</param>
internal sealed class SimulatedServer(SimulatedDatabase database, TimeProvider time, int seed = 0, Action<TimeSpan, Action>? later = null)
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMilliseconds(800);

    /// <summary>A session whose client is gone is noticed.</summary>
    private static readonly TimeSpan SessionMax = TimeSpan.FromSeconds(5);

    private readonly Random random = new(seed);
    private readonly List<Transaction> running = [];
    private readonly List<Transaction> log = [];
    private readonly ShardLocks locks = new((2 * database.ShardCount) + 1);
    private DateTimeOffset logDue;
    private DateTimeOffset well;
    private bool isDiskFull;
    private TimeSpan flushMax = TimeSpan.FromMilliseconds(3);

    public SimulatedDatabase Database => database;

    public int ShardCount => database.ShardCount;

    /// <summary>The lock of the register's rows: behind those of the shards and those of their ends.</summary>
    public int RegisterLock => 2 * database.ShardCount;

    public bool IsUp { get; private set; } = true;

    public bool IsDiskFull
    {
        get => isDiskFull;
        set
        {
            isDiskFull = value;
            well = time.GetUtcNow();
        }
    }

    /// <summary>A commit takes up to this long to be on the disk and on the standby.</summary>
    public TimeSpan FlushMax
    {
        get => flushMax;
        set
        {
            flushMax = value;
            well = time.GetUtcNow();
        }
    }

    /// <summary>Since when it is up, has room and is fast; null: it is not.</summary>
    public DateTimeOffset? WellSince => IsUp && !IsDiskFull && FlushMax < TimeSpan.FromMilliseconds(50) ? well : null;

    /// <summary>One commit in two hundred takes up to this long.</summary>
    public TimeSpan StallMax { get; set; }

    /// <summary>One write in a hundred takes up to this long between what it has seen and the log: its process on the server gets no time.</summary>
    public TimeSpan WorkMax { get; set; }

    /// <summary>Planted defect: the locks of an append are those of its session, and end with it.</summary>
    public bool LocksAreOfSessions { get; set; }

    /// <summary>Planted defect: the epoch is looked at without a lock.</summary>
    public bool IsFenceUnlocked { get; set; }

    /// <summary>Every connection breaks.</summary>
    public event Action Died = () => { };

    /// <summary>The lock under which no row of an epoch comes after the take-over.</summary>
    public static (int, LockMode) Shard(int shard, LockMode mode) => (shard, mode);

    /// <summary>What the unique index on (shard, position) does: a second writer at the same place waits for the first to commit or not.</summary>
    public (int, LockMode) EndOf(int shard) => (database.ShardCount + shard, LockMode.Exclusive);

    /// <summary>
    /// Runs one statement. <paramref name="body"/> sees what is committed when all locks are held, and gives the answer and what to write at the
    /// commit (null: nothing, it is only a read). The answer of a write may still change at the commit.
    /// </summary>
    public void Run<T>(IReadOnlyList<(int, LockMode)> wanted, Func<(T Answer, Func<T>? Commit)> body, Action<T> done, Action<Exception> failed, ShardLocks.Holder? session = null)
    {
        if (!IsUp || session is { IsOver: true })
        {
            failed(new StatementFailedException("connection refused"));
            return;
        }

        var transaction = new Transaction(session);
        running.Add(transaction);
        transaction.Aborted = failed;
        locks.Take(transaction.Locks, wanted, () => Locked(transaction, body, done));
        if (transaction.Locks.WaitsFor is not null && !transaction.Locks.IsOver)
        {
            After(LockTimeout, () =>
            {
                if (transaction.Locks.WaitsFor is not null)
                {
                    Abort(transaction, "canceling statement due to lock timeout");
                }
            });
        }
    }

    /// <summary>A session that keeps the locks of its statements until it is closed, or found dead.</summary>
    public ShardLocks.Holder OpenSession()
    {
        var session = new ShardLocks.Holder();
        Died += () => locks.Release(session);
        After(SessionMax, () => locks.Release(session));
        return session;
    }

    public void CloseSession(ShardLocks.Holder session) => locks.Release(session);

    /// <summary>
    /// Dies as it is, and comes back after <paramref name="down"/>: on the same disk, or a synchronous standby in its place, which has all that
    /// was answered and its own clock.
    /// </summary>
    public void Crash(TimeSpan down, bool toStandby)
    {
        if (!IsUp)
        {
            return;
        }

        IsUp = false;
        Survive();
        running.ForEach(transaction => transaction.Locks.IsOver = true);
        foreach (var transaction in running.ToList())
        {
            End(transaction);
        }

        Died();
        if (toStandby)
        {
            database.ClockOffset += TimeSpan.FromMilliseconds(random.Next(-200, 200));
        }

        After(down, Start);
    }

    /// <summary>It is back, now.</summary>
    public void Start() => (IsUp, well) = (true, time.GetUtcNow());

    private void Locked<T>(Transaction transaction, Func<(T Answer, Func<T>? Commit)> body, Action<T> done)
    {
        if (transaction.Locks.IsOver)
        {
            return;
        }

        var (answer, commit) = body();
        if (commit is null)
        {
            End(transaction);
            done(answer);
            return;
        }

        if (IsDiskFull)
        {
            Abort(transaction, "could not extend file: No space left on device");
            return;
        }

        transaction.Commit = () => answer = commit();
        var work = random.Next(100) == 0 ? WorkMax * random.NextDouble() : TimeSpan.Zero;
        if (work > TimeSpan.Zero)
        {
            After(work, () => Log(transaction, () => done(answer)));
        }
        else
        {
            Log(transaction, () => done(answer));
        }
    }

    private void Log(Transaction transaction, Action done)
    {
        if (transaction.Locks.IsOver)
        {
            return;
        }

        log.Add(transaction);
        logDue = Later(logDue, time.GetUtcNow() + Flush());
        After(logDue - time.GetUtcNow(), () =>
        {
            if (log.Remove(transaction))
            {
                transaction.Commit!();
                End(transaction);
                done();
            }
        });
    }

    /// <summary>A beginning of the log that was under way has reached the disk; nobody was told.</summary>
    private void Survive()
    {
        var survivors = random.Next(log.Count + 1);
        foreach (var transaction in log.Take(survivors).ToList())
        {
            transaction.Commit!();
        }

        log.Clear();
    }

    private void Abort(Transaction transaction, string why)
    {
        End(transaction);
        transaction.Aborted(new StatementFailedException(why));
    }

    private void End(Transaction transaction)
    {
        running.Remove(transaction);
        if (!transaction.IsOfSession)
        {
            locks.Release(transaction.Locks);
        }
    }

    private TimeSpan Flush() => (random.Next(200) == 0 && StallMax > FlushMax ? StallMax : FlushMax) * random.NextDouble();

    private void After(TimeSpan delay, Action happens)
    {
        if (later is null)
        {
            happens();
        }
        else
        {
            later(delay, happens);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class Transaction(ShardLocks.Holder? session)
    {
        public ShardLocks.Holder Locks { get; } = session ?? new ShardLocks.Holder();

        /// <summary>Its locks outlive it.</summary>
        public bool IsOfSession => session is not null;

        public Action<Exception> Aborted { get; set; } = _ => { };

        public Action? Commit { get; set; }
    }
}
