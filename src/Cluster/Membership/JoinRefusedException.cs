namespace CallCenter.Cluster.Membership;

/// <summary>This process may not be a member as it was started: a person has to change something.</summary>
public sealed class JoinRefusedException : Exception
{
    public JoinRefusedException()
    {
    }

    public JoinRefusedException(string message)
        : base(message)
    {
    }

    public JoinRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
