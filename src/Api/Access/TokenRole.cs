namespace CallCenter.Api.Access;

/// <summary>What a token may do in its tenants; each may what those before it may. Kept in rows by number: append only.</summary>
internal enum TokenRole
{
    /// <summary>Sees what is in its tenants and changes nothing: a wallboard.</summary>
    Viewer = 1,

    /// <summary>One agent's desk: that agent's state, calls it picks for itself, values attached to its call.</summary>
    Agent = 2,

    /// <summary>The floor: every agent's state, picks for anybody, releases, emergencies.</summary>
    Supervisor = 3,

    /// <summary>The configuration too. A token that was made without a role has this one.</summary>
    Administrator = 4,
}
