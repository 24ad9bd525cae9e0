using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>What was decided on a call for a lease: answer it, or ask the owner.</summary>
internal abstract record LeaseOutcome
{
    private LeaseOutcome()
    {
    }

    public sealed record Answer(KeyValueProtocol.IReply Reply) : LeaseOutcome;

    public sealed record Forward(Owner To) : LeaseOutcome;
}
