using Mesh.Catalog;

namespace Mesh.KeyValues;

/// <summary>What is to be done about a call for a lease: answer it, or ask the owner.</summary>
internal abstract record LeaseDecision
{
    private LeaseDecision()
    {
    }

    public sealed record Answer(KeyValueProtocol.IReply Reply) : LeaseDecision;

    public sealed record Forward(Owner To) : LeaseDecision;
}
