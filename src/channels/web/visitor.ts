import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

const TOKEN_BYTES = 24;
const TOKEN = /^[A-Za-z0-9_-]{32}$/;
const KEEP_SECONDS = 180 * 24 * 60 * 60;

/** Who is writing, as far as the web chat knows: a random token in a cookie that scripts cannot read. */
export interface Visitors {
  /** The token of this request; a new visitor gets one with the answer. */
  identify(request: FastifyRequest, reply: FastifyReply): string;
  /** The token of this request, if it has one. */
  known(request: FastifyRequest): string | undefined;
}

export function createVisitors(isHttps: boolean): Visitors {
  // The prefix makes browsers refuse the cookie unless it is secure and for this host alone.
  const name = isHttps ? "__Host-visitor" : "visitor";

  const visitors: Visitors = {
    known: (request) => readCookie(request.headers.cookie, name),
    identify(request, reply) {
      const known = visitors.known(request);
      if (known) return known;
      const token = randomBytes(TOKEN_BYTES).toString("base64url");
      const flags = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${KEEP_SECONDS}`, ...(isHttps ? ["Secure"] : [])];
      reply.header("set-cookie", [`${name}=${token}`, ...flags].join("; "));
      return token;
    },
  };
  return visitors;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, value] = part.trim().split("=");
    if (key === name && value && TOKEN.test(value)) return value;
  }
  return undefined;
}

/**
 * True unless a page of another site sent the request: a visitor's cookie must not be used by others.
 *
 * @source Fetch Metadata (Sec-Fetch-Site), https://www.w3.org/TR/fetch-metadata/; older browsers send Origin
 */
export function isSameSite(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = request.headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
