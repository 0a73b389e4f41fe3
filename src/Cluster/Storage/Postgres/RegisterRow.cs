using CallCenter.Cluster.Membership;
using Npgsql;

namespace CallCenter.Cluster.Storage.Postgres;

/// <summary>Reads the type <c>register</c> of Schema/0003_leases.sql, whose columns come first in each answer that has it.</summary>
internal static class RegisterRow
{
    private const int Columns = 11;

    public static JoinResult Join(NpgsqlDataReader row) => row.GetInt32(Columns) switch
    {
        1 => new JoinResult.Joined(row.GetInt64(Columns + 1), Read(row)),
        2 => new JoinResult.NameInUse(row.GetString(Columns + 2), TimeSpan.FromMilliseconds(row.GetInt64(Columns + 3))),
        3 => new JoinResult.OtherCluster(row.GetString(Columns + 4)),
        4 => new JoinResult.TooOld(row.GetInt32(Columns + 5)),
        var outcome => throw new InvalidDataException($"the database answered a join with {outcome}"),
    };

    /// <summary>Null when the row is: the incarnation stands no more.</summary>
    public static Renewed? Renewed(NpgsqlDataReader row) => row.IsDBNull(Columns - 1) ? null : Read(row);

    private static Renewed Read(NpgsqlDataReader row)
    {
        var names = row.GetFieldValue<string[]>(0);
        var incarnations = row.GetFieldValue<long[]>(1);
        var addresses = row.GetFieldValue<string[]>(2);
        var roles = row.GetFieldValue<int[]>(3);
        var protocols = row.GetFieldValue<int[]>(4);
        var states = row.GetFieldValue<int[]>(5);
        var expireIn = row.GetFieldValue<long[]>(6);
        var members = ClusterView.Empty.Members.ToBuilder();
        for (var index = 0; index < names.Length; index++)
        {
            members.Add(names[index], new Member(
                names[index], incarnations[index], addresses[index], (Roles)roles[index], protocols[index], (MemberState)states[index], TimeSpan.FromMilliseconds(expireIn[index])));
        }

        var view = new ClusterView
        {
            Members = members.ToImmutable(),
            Shards = [.. row.GetFieldValue<long[]>(7).Zip(row.GetFieldValue<long[]>(8), (owner, epoch) => new ShardOwner(owner, epoch))],
            ProtocolFloor = row.GetInt32(9),
        };
        return new Renewed(view, row.GetFieldValue<DateTimeOffset>(10));
    }
}
