using System.Collections.Immutable;

namespace Mesh.Testing.Load;

/// <param name="Times">From the sending to the whole answer, of those that succeeded.</param>
internal sealed record LoadReport(
    int Requests, ImmutableArray<string> Failures, ImmutableArray<TimeSpan> Times, TimeSpan Elapsed);
