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

    private readonly Random random = new(seed);
    private readonly List<Transaction> running = [];
    private readonly List<Transaction> log = [];
    private readonly ShardLocks locks = new((2 * database.ShardCount) + 1);
    private DateTimeOffset logDue;

    public SimulatedDatabase Database => database;

    public int ShardCount => database.ShardCount;

    /// <summary>The lock of the register's rows: behind those of the shards and those of their ends.</summary>
    public int RegisterLock => 2 * database.ShardCount;

    public bool IsUp { get; private set; } = true;

    public bool IsDiskFull { get; set; }

    /// <summary>A commit takes up to this long to be on the disk and on the standby.</summary>
    public TimeSpan FlushMax { get; set; } = TimeSpan.FromMilliseconds(3);

    /// <summary>One commit in two hundred takes up to this long.</summary>
    public TimeSpan StallMax { get; set; }

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
    public void Run<T>(IReadOnlyList<(int, LockMode)> wanted, Func<(T Answer, Func<T>? Commit)> body, Action<T> done, Action<Exception> failed)
    {
        if (!IsUp)
        {
            failed(new StatementFailedException("connection refused"));
            return;
        }

        var transaction = new Transaction();
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
    public void Start() => IsUp = true;

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
        log.Add(transaction);
        logDue = Later(logDue, time.GetUtcNow() + Flush());
        After(logDue - time.GetUtcNow(), () =>
        {
            if (log.Remove(transaction))
            {
                transaction.Commit();
                End(transaction);
                done(answer);
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
        locks.Release(transaction.Locks);
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

    private sealed class Transaction
    {
        public ShardLocks.Holder Locks { get; } = new();

        public Action<Exception> Aborted { get; set; } = _ => { };

        public Action? Commit { get; set; }
    }
}
