using Mesh.Hosting;

namespace Mesh.Node.Hosting;

/// <summary>Refuses what this build has not.</summary>
internal sealed class StandAloneOptionsValidator : MeshOptionsValidator<StandAloneOptions>
{
    protected override IEnumerable<string> CheckTogether(StandAloneOptions options, bool areInBounds) =>
        options.Pbm is not null && !PbmHost.IsBuiltIn
            ? [$"{Section}:Pbm: '{options.Pbm}' is not built in; build with -p:PetabridgeCmd=true"]
            : [];
}
