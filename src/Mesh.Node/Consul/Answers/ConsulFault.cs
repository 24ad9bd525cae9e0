namespace Mesh.Node.Consul.Answers;

/// <summary>An error as Consul answers it: a status and a line of text.</summary>
internal sealed record ConsulFault(int Status, string Text)
{
    /// <summary>Nobody in the datacenter can be asked. Clients know this text.</summary>
    public static ConsulFault NoPath { get; } = new(StatusCodes.Status500InternalServerError, "No path to datacenter");

    /// <summary>The node has not the catalogue, or no longer. Clients know this text, and ask another server.</summary>
    public static ConsulFault NoLeader { get; } = new(StatusCodes.Status500InternalServerError, "No cluster leader");

    public static ConsulFault Invalid(string text) => new(StatusCodes.Status400BadRequest, text);
}
