namespace Mesh;

/// <summary>A message that may leave the process: it has a manifest, a protobuf schema and golden bytes.</summary>
public interface IWireMessage;
