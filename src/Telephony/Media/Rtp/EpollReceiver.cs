using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CallCenter.Telephony.Media.Rtp;

/// <summary>
/// One thread of its own over Linux' epoll, with one buffer for all sockets: music and talk do not wait for the pool, and cost no thread
/// switch a datagram (measured: a third to a half of the pool's CPU time). Level-triggered: one datagram a turn, so no socket starves others.
/// </summary>
internal sealed class EpollReceiver : Receiver
{
    private const int TurnMax = 256;
    private const int EndCheckedEveryMs = 50;
    private const uint Readable = 0x001;

    private readonly AddressFamily family;
    private readonly int epoll;
    private readonly Thread thread;
    private readonly ConcurrentDictionary<long, RtpSocket> watched = new();
    private readonly ConcurrentDictionary<RtpSocket, long> names = new();
    private long lastName;
    private volatile bool ended;

    public EpollReceiver(AddressFamily family)
    {
        this.family = family;
        epoll = Checked(Libc.EpollCreate(0));
        thread = new Thread(Run) { Name = "media receiver", IsBackground = true };
        thread.Start();
    }

    public override void Watch(RtpSocket socket)
    {
        // A name of our own, not the descriptor: that one may be another socket's by the time the event is read.
        var name = Interlocked.Increment(ref lastName);
        watched[name] = socket;
        names[socket] = name;
        var wanted = new EpollEvents(1);
        wanted.Set(0, Readable, name);
        Checked(Libc.EpollControl(epoll, Libc.Add, (int)socket.Socket.Handle, ref wanted.First));
    }

    /// <summary>The kernel forgets a closed socket by itself.</summary>
    public override void Forget(RtpSocket socket)
    {
        if (names.TryRemove(socket, out var name))
            watched.TryRemove(name, out _);
    }

    public override void Dispose()
    {
        ended = true;
        thread.Join();
    }

    private void Run()
    {
        var events = new EpollEvents(TurnMax);
        var buffer = new byte[RtpSocket.DatagramMax];
        var from = new SocketAddress(family);
        while (!ended)
        {
            // -1 is EINTR here: a debugger or a signal.
            var ready = Libc.EpollWait(epoll, ref events.First, TurnMax, EndCheckedEveryMs);
            for (var i = 0; i < ready; i++)
            {
                if (watched.TryGetValue(events.Name(i), out var socket))
                    socket.ReceiveOne(buffer, from);
            }
        }

        _ = Libc.Close(epoll);
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>struct epoll_event: 32 bits of flags and 64 of our own, packed on x86 only.</summary>
    private readonly struct EpollEvents(int count)
    {
        private static readonly int NameAt = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

        private readonly byte[] events = new byte[count * (NameAt + sizeof(long))];

        public ref byte First => ref events[0];

        public long Name(int index) => BitConverter.ToInt64(events, index * (NameAt + sizeof(long)) + NameAt);

        public void Set(int index, uint flags, long name)
        {
            var at = events.AsSpan(index * (NameAt + sizeof(long)));
            BitConverter.TryWriteBytes(at, flags);
            BitConverter.TryWriteBytes(at[NameAt..], name);
        }
    }

    private static class Libc
    {
        public const int Add = 1;

        [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int EpollCreate(int flags);

        [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int EpollControl(int epoll, int operation, int descriptor, ref byte wanted);

        [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int EpollWait(int epoll, ref byte ready, int max, int milliseconds);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Close(int descriptor);
    }
}
