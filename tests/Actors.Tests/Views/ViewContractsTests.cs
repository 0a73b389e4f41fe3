using CallCenter.Actors.Views;

namespace CallCenter.Actors.Tests.Views;

/// <summary>Rows can be written whatever is in them.</summary>
public sealed class ViewContractsTests
{
    /// <summary>A list of a kind that the generator was not told of would stop the views with the first row that has one.</summary>
    [Fact]
    public void Every_list_in_a_row_is_of_a_kind_that_can_be_written()
    {
        var items = new HashSet<Type>();
        var open = new Queue<Type>([typeof(CallRecord), typeof(AgentRow), typeof(AgentInterval), typeof(QueueRow), typeof(StayRow), typeof(QueueDay), typeof(TenantRow)]);
        var seen = new HashSet<Type>(open);
        while (open.TryDequeue(out var type))
        {
            foreach (var part in type.GetProperties().Select(property => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).SelectMany(part => part.GetGenericArguments().Append(part)))
            {
                if (part.IsGenericType && part.GetGenericTypeDefinition() == typeof(EquatableArray<>))
                {
                    items.Add(part.GetGenericArguments()[0]);
                }

                if (part.Assembly == typeof(CallRecord).Assembly && seen.Add(part))
                {
                    open.Enqueue(part);
                }
            }
        }

        Assert.Contains(typeof(Actors.Queues.Routing.NeedStep), items);
        Assert.All(items, item => Assert.NotNull(ViewContracts.Default.GetTypeInfo(item)));
    }
}
