using Mesh.Hosting;

namespace Mesh.Node.Hosting;

/// <summary>Refuses what this build has not, and what means nothing alone.</summary>
internal sealed class StandAloneOptionsValidator : MeshOptionsValidator<StandAloneOptions>
{
    protected override IEnumerable<string> CheckTogether(StandAloneOptions options, bool areInBounds)
    {
        if (options.Pbm is not null && !PbmHost.IsBuiltIn)
            yield return $"{Section}:Pbm: '{options.Pbm}' is not built in; build with -p:PetabridgeCmd=true";
        if (options.Durable && options.Data.Length == 0)
            yield return $"{Section}:Durable: 'true' needs {Section}:Data, the folder to store in";
    }
}
