using CallCenter.Actors;

namespace CallCenter.Api.Problems;

/// <summary>Every problem this API can answer with, by name; docs/api.md lists them.</summary>
internal static class Problems
{
    public static Problem TokenMissing => Problem.Of(401, "token-missing", "A token is needed") with
    {
        Where = "header:Authorization",
        Fix = "Send 'Authorization: Bearer <token>'.",
    };

    public static Problem TokenInvalid => Problem.Of(401, "token-invalid", "The token is not valid") with
    {
        Where = "header:Authorization",
        Fix = "Use the admin token, or a token made with POST /api/v1/tokens that was not deleted.",
    };

    public static Problem IssuerAway => Problem.Of(503, "issuer-away", "The token's issuer does not answer") with
    {
        Detail = "Its keys were never read, so nobody can say whether the token is valid.",
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static Problem AdminOnly => Problem.Of(403, "admin-only", "Only the admin token may do this") with { Where = "header:Authorization" };

    public static Problem RoleNotGranted(string needed, Access.TokenRole role) => Problem.Of(403, "role-not-granted", "The token's role may not do this") with
    {
        Detail = $"It takes the role '{needed}' or one above it; this token's is '{Http.ApiJson.Word(role)}'.",
        Where = "header:Authorization",
    };

    public static Problem OwnAgentOnly(string? agent) => Problem.Of(403, "role-not-granted", "The token's role may not do this") with
    {
        Detail = agent is null ? "This token acts for agents of its teams only." : $"This token acts for agent '{agent}' only.",
        Where = "header:Authorization",
    };

    public static Problem WholeTenantOnly => Problem.Of(403, "team-not-granted", "The token is for its teams only") with
    {
        Detail = "This part of the API is of the whole tenant.",
        Where = "header:Authorization",
    };

    public static Problem QueueOfOthersToo(string queue) => Problem.Of(403, "team-not-granted", "The token is for its teams only") with
    {
        Detail = $"Agents of other teams serve queue '{Clip(queue)}' too.",
        Where = "header:Authorization",
    };

    public static Problem SignInFailed => Problem.Of(401, "sign-in-failed", "There is no such user with this password") with
    {
        Fix = "Check tenant, user and password; an administrator can give a new password.",
    };

    public static Problem TooManySignIns(TimeSpan wait) => Problem.Of(429, "too-many-failures", "Too many passwords were tried") with
    {
        Fix = "Wait as 'Retry-After' says.",
        RetryAfter = wait,
    };

    public static Problem TooManySessions => Problem.Of(503, "overloaded", "Too many sessions are open") with { RetryAfter = TimeSpan.FromMinutes(1) };

    public static Problem PasswordChangeNeeded => Problem.Of(403, "password-change-needed", "The password has to be changed first") with
    {
        Where = "header:Authorization",
        Fix = "Send PUT /api/v1/me/password, and go on with the token of its answer.",
    };

    public static Problem NoUser => Problem.Of(403, "not-a-session", "The token is no user's session") with { Where = "header:Authorization" };

    public static Problem MoreThanGranted(string where) => Problem.Of(403, "role-not-granted", "The user would be granted more than the token has") with { Where = where };

    public static Problem AgentNotOfQueue(string agent, IEnumerable<string> queues) => Problem.Of(409, "agent-not-of-queue", "The agent does not serve the queue") with
    {
        Detail = $"Agent '{Clip(agent)}' serves none of the queues that the call waits in: {string.Join(", ", queues.Take(8))}.",
        Where = "/agent",
        Fix = "Pick for an agent of that queue.",
    };

    public static Problem TenantNotGranted(string tenant) => Problem.Of(403, "tenant-not-granted", "The token is not for this tenant") with
    {
        Detail = $"The token grants nothing in '{tenant}'.",
        Where = "query:tenant",
    };

    public static Problem TenantRequired(IEnumerable<string> tenants) => Problem.Of(400, "tenant-required", "The token is of several tenants: name one") with
    {
        Where = "query:tenant",
        Fix = $"Add ?tenant= with one of: {string.Join(", ", tenants.Take(20))}.",
    };

    public static Problem TenantUnknown(string? tenant) => Problem.Of(404, "tenant-unknown", "There is no such tenant") with
    {
        Detail = tenant is null ? "No tenant is configured yet." : $"Tenant '{tenant}' is not configured.",
        Fix = "Send its document with PUT /api/v1/config.",
    };

    public static Problem NotFound => Problem.Of(404, "not-found", "There is nothing at this address") with { Fix = "See /api/v1/openapi.json for what there is." };

    public static Problem MethodNotAllowed => Problem.Of(405, "method-not-allowed", "This address does not know this method") with { Fix = "See /api/v1/openapi.json for what there is." };

    public static Problem ParameterUnknown(string name, IEnumerable<string> known) => Problem.Of(400, "parameter-unknown", "The query has a parameter that means nothing here") with
    {
        Detail = $"'{Clip(name)}' is not a parameter of this address.",
        Where = $"query:{Clip(name)}",
        Fix = $"Known here: {string.Join(", ", known)}.",
    };

    public static Problem ParameterInvalid(string where, string what, string fix) => Problem.Of(400, "parameter-invalid", "A parameter has no usable value") with
    {
        Detail = what,
        Where = where,
        Fix = fix,
    };

    public static Problem BodyInvalid(string where, string what, string? fix = null) => Problem.Of(400, "body-invalid", "The body cannot be used") with
    {
        Detail = what,
        Where = where,
        Fix = fix,
    };

    public static Problem BodyTooLarge(long max) => Problem.Of(413, "body-too-large", "The body is too large") with { Detail = $"At most {max} bytes are taken here." };

    public static Problem MediaType(string expected) => Problem.Of(415, "media-type", "The body is of a type that is not taken here") with
    {
        Where = "header:Content-Type",
        Fix = $"Send {expected}.",
    };

    public static Problem Unknown(string what, string id, string name) => Problem.Of(404, name, $"There is no such {what}") with { Detail = $"{what} '{Clip(id)}' is not known." };

    public static Problem ViewBehind(string position) => Problem.Of(503, "view-behind", "The views have not come that far yet") with
    {
        Detail = $"Position {position} was not reached in time.",
        Where = "query:min-position",
        Fix = "Ask again, or without min-position.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem ReportsBusy(TimeSpan waited) => Problem.Of(503, "reports-busy", "Other reports are being made") with
    {
        Detail = $"It did not have its turn within {waited.TotalSeconds:0} s.",
        Fix = "Ask again.",
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    public static Problem ReportTooLarge(int rowsMax) => Problem.Of(400, "report-too-large", "The report would have too many rows") with
    {
        Detail = $"A report has at most {rowsMax} rows.",
        Fix = "Ask for longer intervals, a shorter range, or name 'subjects'.",
    };

    public static Problem OutcomeUnknown => Problem.Of(503, "outcome-unknown", "Nobody knows yet whether it happened") with
    {
        Fix = "Send the same request again: it happens once.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem DatabaseAway => Problem.Of(503, "database-away", "The database does not answer") with
    {
        Fix = "Send the same request again: it happens once.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem TooManyRequests(Safety.Allowance allowance, TimeSpan wait) => Problem.Of(429, "too-many-requests", "The token asks more than it may") with
    {
        Detail = $"A token may ask {allowance.PerSecond:0.##} times a second, and {allowance.Burst} times at once after a rest.",
        Fix = "Wait as 'Retry-After' says; follow the event stream instead of asking again and again.",
        RetryAfter = wait,
    };

    public static Problem TooManyFailures(TimeSpan wait) => Problem.Of(429, "too-many-failures", "Too many wrong tokens came from this address") with
    {
        Where = "header:Authorization",
        Fix = "Wait as 'Retry-After' says; a valid token is taken at any time.",
        RetryAfter = wait,
    };

    public static Problem KeyOfAnother => Problem.Of(422, "key-of-another-request", "Another request had this name") with
    {
        Where = "header:Idempotency-Key",
        Fix = "Give each request a name of its own; only its repeats have the same.",
    };

    public static Problem StillAnswering => Problem.Of(409, "request-in-progress", "The first request of this name is not answered yet") with
    {
        Where = "header:Idempotency-Key",
        Fix = "Send it again a little later.",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem PreconditionNotTaken(string header) => Problem.Of(400, "precondition-not-taken", "This address takes no such precondition") with
    {
        Detail = $"Nothing was changed: '{header}' means nothing here.",
        Where = $"header:{header}",
        Fix = "Leave it out.",
    };

    public static Problem ScopeNotGranted(Access.TokenScope needed, IEnumerable<Access.TokenScope> scopes) => Problem.Of(403, "scope-not-granted", "The token is not for this part of the API") with
    {
        Detail = $"It takes the scope '{Http.ApiJson.Word(needed)}'; this token's are: {string.Join(", ", scopes.Select(Http.ApiJson.Word))}.",
        Where = "header:Authorization",
    };

    public static Problem TopicNotGranted(IEnumerable<Access.TokenScope> scopes) => Problem.Of(403, "scope-not-granted", "The token is not for one of these topics") with
    {
        Detail = $"The token's scopes are: {string.Join(", ", scopes.Select(Http.ApiJson.Word))}.",
        Where = "query:topics",
    };

    public static Problem NumbersNotGranted => Problem.Of(403, "numbers-not-granted", "The token may not see numbers in full") with
    {
        Detail = "The document holds numbers in full.",
        Where = "header:Authorization",
    };

    public static Problem TooManyStreams => Problem.Of(503, "overloaded", "Too many event streams are open") with { RetryAfter = TimeSpan.FromSeconds(5) };

    public static Problem TokenExists(string id) => Problem.Of(409, "token-exists", "A token was made with this key already") with
    {
        Detail = $"It is '{id}'; its secret was shown once and is not kept.",
        Where = "header:Idempotency-Key",
        Fix = "Delete it and make another with a new key, if the answer was lost.",
    };

    public static Problem Fault(string traceId) => Problem.Of(500, "fault", "A defect of ours") with { TraceId = traceId, Fix = "Look for the traceId in the log, and report it." };

    /// <summary>What an actor refused.</summary>
    public static Problem Of(Refusal refusal, string? detail) => RefusalProblems.Of(refusal, detail);

    private static string Clip(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
