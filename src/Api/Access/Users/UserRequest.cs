using CallCenter.Actors;
using CallCenter.Api.Problems;

namespace CallCenter.Api.Access.Users;

/// <summary>The body of <c>PUT /users/{id}</c>; with <see cref="Password"/> also that of a user who is not there yet.</summary>
internal sealed record UserRequest
{
    private const int TeamMax = 96;

    public required string Name { get; init; }

    public required UserRole Role { get; init; }

    /// <summary>Which agent of the configuration it is; left out by the role agent, the one with the user's id.</summary>
    public string? Agent { get; init; }

    /// <summary>The teams that its role is for; left out, the whole tenant.</summary>
    public IReadOnlyList<string>? Teams { get; init; }

    /// <summary>Masked, although its role sees numbers.</summary>
    public NumberSight? Numbers { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Its first password, or a new one: to be changed at the next sign-in. Left out for a new user, one is made and shown once.</summary>
    public string? Password { get; init; }

    public Problem? Check(string id, Token giver)
    {
        var grant = Grant.Of(Role);
        return this switch
        {
            { Name.Length: 0 or > User.NameMax } => Problems.Problems.BodyInvalid("/name", $"A name has 1 to {User.NameMax} characters."),
            _ when Name.Any(char.IsControl) => Problems.Problems.BodyInvalid("/name", "It has characters that are none."),
            { Agent: not null } when Role != UserRole.Agent => Problems.Problems.BodyInvalid("/agent", "Only the role 'agent' has one.", "Leave it out."),
            { Agent: { } agent } when !ActorId.IsPart(agent) => Problems.Problems.BodyInvalid("/agent", "It is not an id of an agent."),
            { Teams: null } when grant.Teams == TeamTie.Needed => Problems.Problems.BodyInvalid("/teams", "This role is for teams.", "Name them."),
            { Teams: not null } when grant.Teams == TeamTie.None => Problems.Problems.BodyInvalid("/teams", "This role is for the whole tenant.", "Leave it out."),
            { Teams: { } teams } when TeamFault(teams) is { } fault => Problems.Problems.BodyInvalid("/teams", fault),
            { Numbers: NumberSight.Full } when !grant.SeesNumbers => Problems.Problems.BodyInvalid("/numbers", "This role sees masked numbers.", "Leave it out."),
            { Password: { } password } when Passwords.Fault(password, id) is { } fault => Problems.Problems.BodyInvalid("/password", fault, "Choose another."),
            _ when !Form(id, "").Grant.IsWithin(giver) => Problems.Problems.MoreThanGranted("/role"),
            _ => null,
        };
    }

    public static string? TeamFault(IReadOnlyList<string> teams) =>
        teams.Count is 0 or > Token.TeamsMax ? $"There are 1 to {Token.TeamsMax} teams."
        : teams.Any(team => team.Length is 0 or > TeamMax || team.Any(char.IsControl)) ? "One of them is not the key of a team."
        : null;

    /// <summary>A user as it asks for, whose tenant and password are still to be said.</summary>
    public User Form(string id, string tenant) => new(tenant, id)
    {
        Name = Name,
        Role = Role,
        Agent = Role == UserRole.Agent ? Agent ?? id : null,
        Teams = Teams is null ? null : [.. Teams.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        IsMasked = Numbers == NumberSight.Masked,
        IsDisabled = Disabled,
        Password = "",
    };
}

/// <summary><see cref="Password"/> is there only in the answer that made it.</summary>
internal sealed record UserItem(
    string Id, string Name, UserRole Role, string? Agent, IReadOnlyList<string>? Teams, NumberSight Numbers, bool Disabled, bool MustChangePassword, DateTimeOffset PasswordSince, DateTimeOffset Created)
{
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Password { get; private init; }

    public static UserItem From(User user, string? password = null) => new(
        user.Id, user.Name, user.Role, user.Agent, user.Teams, user.Grant.SeesNumbers ? NumberSight.Full : NumberSight.Masked, user.IsDisabled, user.MustChangePassword, user.PasswordSince, user.Created)
    {
        Password = password,
    };
}
