namespace CallCenter.Api.Access.Users;

/// <summary>What a person is in a call center (DOMAIN "Roles"). Kept in rows by name.</summary>
internal enum UserRole
{
    /// <summary>客服代表</summary>
    Agent = 1,

    /// <summary>班组长: the floor, of its teams only.</summary>
    TeamLeader = 2,

    /// <summary>运营主管</summary>
    FloorSupervisor = 3,

    /// <summary>质检员</summary>
    QualityOfficer = 4,

    /// <summary>报告专员</summary>
    ReportAnalyst = 5,

    /// <summary>培训师</summary>
    Trainer = 6,

    /// <summary>项目经理</summary>
    Manager = 7,

    /// <summary>Reads the audit and nothing else.</summary>
    Auditor = 8,

    /// <summary>Of the tenant.</summary>
    Administrator = 9,
}

/// <summary>Whether a role is of teams.</summary>
internal enum TeamTie
{
    None = 0,
    Optional = 1,
    Needed = 2,
}

/// <summary>What a user's role grants to its sessions, in the terms of tokens.</summary>
/// <param name="Role">What it may do where it may.</param>
/// <param name="Scopes">The parts of the API; null: all.</param>
/// <param name="SeesNumbers">Callers' numbers in full.</param>
/// <param name="Teams">Whether it is for some teams only.</param>
internal sealed record Grant(TokenRole Role, IReadOnlyList<TokenScope>? Scopes, bool SeesNumbers, TeamTie Teams)
{
    private static readonly TokenScope[] Desk = [TokenScope.Agents, TokenScope.Queues, TokenScope.Calls];
    private static readonly TokenScope[] Floor = [.. Desk, TokenScope.Alarms];

    public static Grant Of(UserRole role) => role switch
    {
        UserRole.Agent => new(TokenRole.Agent, Desk, true, TeamTie.None),
        UserRole.TeamLeader => new(TokenRole.Supervisor, Floor, true, TeamTie.Needed),
        UserRole.FloorSupervisor => new(TokenRole.Supervisor, Floor, true, TeamTie.Optional),
        UserRole.QualityOfficer => new(TokenRole.Viewer, Desk, true, TeamTie.Optional),
        UserRole.ReportAnalyst => new(TokenRole.Viewer, Desk, false, TeamTie.Optional),
        UserRole.Trainer => new(TokenRole.Viewer, [TokenScope.Agents, TokenScope.Queues], false, TeamTie.Optional),
        UserRole.Manager => new(TokenRole.Supervisor, [.. Floor, TokenScope.Config], true, TeamTie.None),
        UserRole.Auditor => new(TokenRole.Administrator, [TokenScope.Audit], false, TeamTie.None),
        UserRole.Administrator => new(TokenRole.Administrator, null, true, TeamTie.None),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Nobody gives what it does not have.</summary>
    public bool IsWithin(Token token) =>
        Role <= token.Role && (SeesNumbers ? token.SeesNumbers : true) && (token.Scopes is null || (Scopes is not null && Scopes.All(scope => token.MayIn(scope))));
}
