using System.Globalization;
using CallCenter.Actors;
using CallCenter.Actors.Floors;
using CallCenter.Actors.Views;
using CallCenter.Api.Access;
using CallCenter.Api.Commands;
using CallCenter.Api.Http;
using CallCenter.Api.Problems;
using CallCenter.Api.Views;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CallCenter.Api.Floors;

/// <summary>Alarms of the floor: those that are open, the last that are over, and who takes care of them.</summary>
internal static class AlarmsApi
{
    private static readonly QueryParameter State = new("state", "Only alarms that are open, or that are over.", ParameterForm.Words.Of<AlarmState>());

    public static void MapAlarms(this IEndpointRouteBuilder routes)
    {
        var alarms = routes.MapGroup("/alarms").WithTags("Alarms").RequireAuthorization(Policies.Tenant).WithMetadata(new ForTenant(), new InScope(TokenScope.Alarms)).Takes(Queries.Tenant).Refuses(404);
        alarms.MapGet("", List).WithName("listAlarms").WithSummary("Alarms that are open and the last that are over, newest first").Takes(State, Queries.Limit, Queries.Before, Queries.MinPosition);
        alarms.MapPost("/{id}/acknowledge", Acknowledge).WithName("acknowledgeAlarm").WithSummary("Says that somebody takes care of an alarm").RequireAuthorization(Policies.Supervisor).Refuses(404);
    }

    private static async Task<Results<Ok<Page<AlarmItem>>, Problem>> List(HttpContext context, TenantScope scope, ViewHead head, TimeProvider time)
    {
        if (await Writing.AwaitMinPosition(context, head, time) is { } behind)
        {
            return behind;
        }

        var (limit, states, sight) = (context.Request.LimitOf(), context.Request.Words<AlarmState>(State), context.Features.Get<Token>()!.Sight);
        var before = context.Request.Text(Queries.Before) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        var rows = All(head.Boards.Of(scope).Floor)
            .Where(alarm => alarm.Number < before && sight?.Sees(alarm.Cause) != false && (states is null || states.Contains(alarm.Ended is null ? AlarmState.Open : AlarmState.Ended)))
            .OrderByDescending(alarm => alarm.Number).Take(limit + 1).ToList();
        return TypedResults.Ok(Page.Of(rows, limit, AlarmItem.From, row => row.Number.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<AlarmItem>, Problem>> Acknowledge(string id, HttpContext context, TenantScope scope, ViewHead head, ICommands commands, TimeProvider time)
    {
        var token = context.Features.Get<Token>()!;
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (token.Sight is { } sight && Find(head, scope, number) is var seen && (seen is null || !sight.Sees(seen.Cause))))
        {
            return NotKnown(id);
        }

        var answer = await commands.AskUntilKnown(ActorId.Floor(scope.Tenant), new FloorCommand.AcknowledgeAlarm(number, token.Name));
        if (Writing.Written(context, answer) is { } refused)
        {
            return refused;
        }

        await Writing.AwaitView(context, answer, head, time);
        return Find(head, scope, number) is { } alarm ? TypedResults.Ok(AlarmItem.From(alarm)) : NotKnown(id);
    }

    /// <summary>Open, or over not long ago.</summary>
    internal static Alarm? Find(ViewHead head, TenantScope scope, long number) => All(head.Boards.Of(scope).Floor).FirstOrDefault(alarm => alarm.Number == number);

    private static IEnumerable<Alarm> All(FloorRow floor) => floor.State.Alarms.Values.Concat(floor.Ended.Items);

    private static Problem NotKnown(string id) => Problems.Problems.Unknown("alarm", id, "alarm-unknown");
}

internal enum AlarmState
{
    Open,
    Ended,
}
