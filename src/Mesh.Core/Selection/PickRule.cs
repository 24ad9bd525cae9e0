namespace Mesh.Selection;

/// <summary>A policy with what is asked of it at each pick looked up beforehand.</summary>
internal sealed class PickRule
{
    /// <param name="unkeyed">Stands in for a keyed policy where a request has no key.</param>
    public PickRule(IPickPolicy policy, IPickPolicy unkeyed)
    {
        Policy = policy;
        IsKeyed = policy.IsKeyed;
        WithoutKey = IsKeyed ? unkeyed : policy;
    }

    public IPickPolicy Policy { get; }

    public bool IsKeyed { get; }

    /// <summary>What requests without a key go by; never keyed.</summary>
    public IPickPolicy WithoutKey { get; }
}
