/** One thing a person does: taps the button with this label (or whose label contains it), or types. */
export type Move =
  | { readonly tap: string }
  | { readonly say: string /** Words of the question that it answers. */; readonly after: string };

/** A dossier code in the form the Ministry of Public Security uses. */
export const DOSSIER_CODE = "G01.899.909-260916-890028";

/**
 * Birth registration for parents who are not married, filed late, from the first message to the recorded code.
 *
 * @param birthDate more than 60 days ago, as people write dates
 */
export function birthJourney(birthDate: string, appointment: string): readonly Move[] {
  const portalSteps = 10;
  return [
    { tap: "Tiếng Việt" },
    { tap: "Đồng ý" },
    { say: "lam giay khai sinh cho chau ngoai", after: "Bạn cần làm giấy tờ gì" },
    { tap: "Làm giấy khai sinh" },
    { tap: "Bắt đầu" },
    { say: birthDate, after: "Bé sinh ngày nào" },
    { tap: "Không thuộc trường hợp nào" },
    { tap: "Chưa, chỉ khai theo mẹ" },
    { tap: "Có giấy chứng sinh" },
    { tap: "Bố hoặc mẹ bé" },
    { tap: "☐ Tờ khai" },
    { tap: "☐ Giấy chứng sinh" },
    { tap: "Tiếp tục" },
    { tap: "Nộp trên mạng" },
    { say: "xã Cao Xá", after: "xã hoặc phường" },
    ...Array.from({ length: portalSteps }, () => ({ tap: "Xong, bước tiếp" })),
    { tap: "Tôi đã nộp xong" },
    { say: DOSSIER_CODE, after: "Bạn gõ mã hồ sơ" },
    { say: appointment, after: "Ngày hẹn trả kết quả" },
    { tap: "Có, nhắc tôi" },
    { tap: "5 – Rất tốt" },
  ];
}
