namespace Mesh.Node.Access;

/// <summary>What an action is about. A rule without a prefix holds for every target.</summary>
internal abstract record AccessTarget
{
    /// <summary>All services, or what concerns the mesh itself: below no prefix.</summary>
    public static readonly AccessTarget All = new Everything();

    /// <summary>Services of whatever name: the answer itself leaves out what its caller may not see.</summary>
    public static readonly AccessTarget Some = new Anything();

    /// <param name="service">Null or empty: all services.</param>
    public static AccessTarget Of(string? service) => string.IsNullOrEmpty(service) ? All : new ServiceTarget(service);

    /// <summary>Does it lie wholly below a prefix, which is not empty?</summary>
    public abstract bool IsBelow(string prefix);

    private sealed record Everything : AccessTarget
    {
        public override bool IsBelow(string prefix) => false;

        public override string ToString() => "all services";
    }

    private sealed record Anything : AccessTarget
    {
        public override bool IsBelow(string prefix) => true;

        public override string ToString() => "any service";
    }
}
