using CallCenter.Chaos.Lab;
using CallCenter.Chaos.Load;
using Npgsql;

namespace CallCenter.Chaos.Faults;

/// <summary>
/// An event that cannot be replayed: the body of a waiting call's first event is overwritten past the product, and its owner dies. The call alone is
/// impaired; every shard serves, the calls beside it too. The body is put back, and after the next take-over the call is whole again.
/// </summary>
internal sealed class AnEventIsPoison() : Fault("F-29", "an event that cannot be replayed")
{
    private static readonly TimeSpan PlacedMax = TimeSpan.FromSeconds(20);

    public override TimeSpan? Goal => Seconds(3);

    public override async Task Strike(Scene scene)
    {
        var callers = scene.Traffic.CallShift();
        await Pace.Until(() => callers.Count(CallStep.Answered) == Traffic.Size.ShiftCalls, PlacedMax, scene.Stop);
        var call = (string)(await scene.Center.All("/api/v1/calls?state=waiting&queue=shift", scene.Stop))[0]["id"]!;
        var (stream, body, owner) = await First(scene.Database, call, scene.Stop);
        await Write(scene.Database, stream, "{"u8.ToArray(), scene.Stop);
        scene.Recount();
        await TakeOver(scene, owner);
        await Write(scene.Database, stream, body, scene.Stop);
        await TakeOver(scene, (await First(scene.Database, call, scene.Stop)).Owner);
        await callers.HangUp();
        if (!await callers.Quiet(TimeSpan.FromSeconds(45), scene.Stop))
        {
            scene.Say("a call of the poisoned shard does not end");
        }
    }

    private static async Task TakeOver(Scene scene, string owner)
    {
        var core = scene.Cores.First(core => core.Name == owner);
        await core.Kill();
        await scene.Answering();
        await core.Start();
    }

    private static async Task<(string Stream, byte[] Body, string Owner)> First(Database database, string call, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("""
            select e.stream, e.body, m.name from event e join shard_lease l on l.shard = e.shard join member m on m.incarnation = l.incarnation
            where e.version = 1 and e.stream like '%/call/' || $1
            """);
        command.Parameters.AddWithValue(call);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? (reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2))
            : throw new InvalidOperationException($"call {call} is not in the journal");
    }

    private static async Task Write(Database database, string stream, byte[] body, CancellationToken stop)
    {
        await using var command = database.Source.CreateCommand("update event set body = $1 where stream = $2 and version = 1");
        command.Parameters.AddWithValue(body);
        command.Parameters.AddWithValue(stream);
        await command.ExecuteNonQueryAsync(stop);
    }
}
