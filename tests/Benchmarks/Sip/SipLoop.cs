using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Benchmarks.Sip;

/// <summary>A datagram, with the moment at which it was read from the socket.</summary>
internal delegate void Received(ReadOnlySpan<byte> datagram, long at);

/// <summary>
/// All phones of the load on one thread: their sockets, their timers, nothing to lock. What it measures therefore holds its own waiting too,
/// never less than a phone would see.
/// </summary>
internal sealed class SipLoop : IDisposable
{
    private const int BufferBytes = 4 << 20;
    private const int DrainMax = 64;
    private static readonly TimeSpan LookMax = TimeSpan.FromMilliseconds(2);

    private readonly List<Wire> wires = [];
    private readonly PriorityQueue<Action, long> agenda = new();
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly Thread thread;
    private volatile bool isStopping;
    private Exception? defect;

    public SipLoop() => thread = new Thread(Run) { IsBackground = true, Name = "phones" };

    /// <summary>Before <see cref="Start"/>.</summary>
    public Wire Open(IPEndPoint local, IPEndPoint center, Received received)
    {
        var wire = new Wire(local, center, received);
        wires.Add(wire);
        return wire;
    }

    public void Start() => thread.Start();

    /// <summary>Soon, on the loop. From any thread.</summary>
    public void Post(Action action) => posted.Enqueue(action);

    /// <summary>Later, on the loop. On the loop only.</summary>
    public void After(TimeSpan pause, Action action) => At(Stopwatch.GetTimestamp() + Ticks(pause), action);

    /// <summary>At a Stopwatch timestamp; what is overdue is done at once, so that a rate is kept after a delay. On the loop only.</summary>
    public void At(long timestamp, Action action) => agenda.Enqueue(action, timestamp);

    public static long Ticks(TimeSpan length) => (long)(length.TotalSeconds * Stopwatch.Frequency);

    /// <summary>Runs it on the loop and waits for its result.</summary>
    public async Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => answer.SetResult(question()));
        while (await Task.WhenAny(answer.Task, Pause.For(TimeSpan.FromMilliseconds(200))) != answer.Task)
        {
            if (defect is not null)
            {
                throw new InvalidOperationException("the load generator failed", defect);
            }
        }

        return await answer.Task;
    }

    public void Dispose()
    {
        isStopping = true;
        thread.Join();
        wires.ForEach(wire => wire.Dispose());
    }

    private void Run()
    {
        try
        {
            while (!isStopping)
            {
                Turn();
            }
        }
        catch (Exception failure)
        {
            defect = failure;
        }
    }

    private void Turn()
    {
        while (posted.TryDequeue(out var action))
        {
            action();
        }

        while (agenda.TryPeek(out _, out var due) && due <= Stopwatch.GetTimestamp())
        {
            agenda.Dequeue()();
        }

        var isIdle = true;
        foreach (var wire in wires)
        {
            isIdle &= !wire.Drain(DrainMax);
        }

        if (isIdle && posted.IsEmpty)
        {
            Socket.Select(wires.ConvertAll(wire => wire.Socket), null, null, PauseMicroseconds());
        }
    }

    private int PauseMicroseconds()
    {
        var pause = agenda.TryPeek(out _, out var due) ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) : LookMax;
        return (int)Math.Clamp(pause.TotalMicroseconds, 0, LookMax.TotalMicroseconds);
    }

    /// <summary>One socket of phones that all talk to one center.</summary>
    internal sealed class Wire : IDisposable
    {
        private readonly SocketAddress center;
        private readonly SocketAddress from = new(AddressFamily.InterNetwork);
        private readonly byte[] buffer = new byte[65_536];
        private readonly Received received;

        public Wire(IPEndPoint local, IPEndPoint center, Received received)
        {
            this.received = received;
            this.center = center.Serialize();
            Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = BufferBytes, SendBufferSize = BufferBytes, Blocking = false };
            Socket.Bind(local);
            Local = (IPEndPoint)Socket.LocalEndPoint!;
        }

        public Socket Socket { get; }

        public IPEndPoint Local { get; }

        public void Send(ReadOnlySpan<byte> datagram)
        {
            try
            {
                Socket.SendTo(datagram, SocketFlags.None, center);
            }
            catch (SocketException)
            {
                // Lost, as datagrams may be: it is sent again.
            }
        }

        /// <summary>Reads what is there; false when nothing was.</summary>
        public bool Drain(int most)
        {
            var count = 0;
            while (count < most && Socket.Available > 0)
            {
                int length;
                try
                {
                    length = Socket.ReceiveFrom(buffer, SocketFlags.None, from);
                }
                catch (SocketException)
                {
                    break;
                }

                count++;
                received(buffer.AsSpan(0, length), Stopwatch.GetTimestamp());
            }

            return count > 0;
        }

        public void Dispose() => Socket.Dispose();
    }
}
