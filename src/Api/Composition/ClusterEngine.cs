namespace CallCenter.Api.Composition;

internal static class ClusterEngine
{
    public static void Add(IServiceCollection services, ClusterRun cluster) => throw new NotSupportedException(cluster.Node + services.Count);
}
