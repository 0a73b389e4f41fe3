namespace CallCenter.Api.Access;

/// <summary>A part of the API; a token may be narrowed to some of them, its addresses and its topic of the event stream. Kept in rows by name.</summary>
internal enum TokenScope
{
    Agents = 1,
    Queues = 2,
    Calls = 3,
    Config = 4,
    Webhooks = 5,
    Audit = 6,
    Users = 7,
    Reports = 8,
    Alarms = 9,
}

/// <summary>Marks the endpoints of a part of the API; null: any token of the tenant may.</summary>
internal sealed record InScope(TokenScope? Scope);
