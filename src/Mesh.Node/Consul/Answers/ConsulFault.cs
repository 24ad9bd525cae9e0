namespace Mesh.Node.Consul.Answers;

/// <summary>An error as Consul answers it: a status and a line of text.</summary>
internal sealed record ConsulFault(int Status, string Text)
{
    /// <summary>Nobody in the datacenter can be asked. Clients know this text.</summary>
    public static ConsulFault NoPath { get; } = new(StatusCodes.Status500InternalServerError, "No path to datacenter");

    public static ConsulFault Invalid(string text) => new(StatusCodes.Status400BadRequest, text);
}
